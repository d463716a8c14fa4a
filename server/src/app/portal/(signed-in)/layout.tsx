import type { ReactNode } from 'react'
import { PortalShell } from '../../../web/portal-shell.tsx'
import { SessionGate } from '../../../web/session-gate.tsx'

export default function PortalLayout({ children }: { children: ReactNode }) {
  return (
    <SessionGate>
      <PortalShell>{children}</PortalShell>
    </SessionGate>
  )
}
