import type { ReactNode } from 'react'
import { MspShell } from '../../web/msp-shell.tsx'
import { SessionGate } from '../../web/session-gate.tsx'

export default function MspLayout({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <MspShell>{children}</MspShell>
    </SessionGate>
  )
}
