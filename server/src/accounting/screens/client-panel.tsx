'use client'

import { ClientPanel } from '@tieout/accounting-sync/react'
import { AccountingScreens } from '../screens-host.tsx'

export function AccountingClientPanel({ clientId }: { clientId: string }) {
  return (
    <AccountingScreens>
      <ClientPanel clientId={clientId} />
    </AccountingScreens>
  )
}
