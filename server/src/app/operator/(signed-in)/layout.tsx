import type { ReactNode } from 'react'
import { OperatorShell } from '../../../web/operator-shell.tsx'
import { SessionGate } from '../../../web/session-gate.tsx'

export default function OperatorLayout({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <OperatorShell>{children}</OperatorShell>
    </SessionGate>
  )
}
