'use client'

import { BatchesScreen, BatchScreen, NewBatchScreen, TransactionsScreen } from '@tieout/accounting-sync/react'
import { AccountingScreens } from '../screens-host.tsx'

export function TransactionsPage() {
  return (
    <AccountingScreens>
      <TransactionsScreen />
    </AccountingScreens>
  )
}

export function BatchesPage() {
  return (
    <AccountingScreens>
      <BatchesScreen />
    </AccountingScreens>
  )
}

export function NewBatchPage() {
  return (
    <AccountingScreens>
      <NewBatchScreen />
    </AccountingScreens>
  )
}

export function BatchPage({ params }: { params: Readonly<Record<string, string>> }) {
  return (
    <AccountingScreens>
      <BatchScreen batchId={params['batchId'] ?? ''} />
    </AccountingScreens>
  )
}
