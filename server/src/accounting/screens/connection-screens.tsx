'use client'

import {
  ConnectedScreen,
  ConnectionBanner,
  OverviewScreen,
  ReconnectPanel,
} from '@tieout/accounting-sync/react'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { AccountingScreens } from '../screens-host.tsx'

export function AccountingOverview() {
  return (
    <AccountingScreens>
      <OverviewScreen />
    </AccountingScreens>
  )
}

export function AccountingConnected() {
  return (
    <AccountingScreens>
      <ConnectedScreen />
    </AccountingScreens>
  )
}

export function AccountingBanner() {
  return (
    <AccountingScreens>
      <ConnectionBanner />
    </AccountingScreens>
  )
}

/** While the task is open; afterwards there is nothing left to do. */
export function ReconnectTask({ task: { context, status } }: { task: TaskDetail }) {
  const connectionId = context['connectionId']
  if (status !== 'open' || typeof connectionId !== 'string') return null
  return (
    <AccountingScreens>
      <ReconnectPanel connectionId={connectionId} />
    </AccountingScreens>
  )
}
