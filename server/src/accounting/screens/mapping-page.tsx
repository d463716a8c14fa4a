'use client'

import { isMappingPage, MappingScreen } from '@tieout/accounting-sync/react'
import { notFound } from 'next/navigation'
import { AccountingScreens } from '../screens-host.tsx'

export function MappingPage({ params }: { params: Readonly<Record<string, string>> }) {
  const page = params['kind'] ?? ''
  if (!isMappingPage(page)) notFound()
  return (
    <AccountingScreens>
      <MappingScreen page={page} />
    </AccountingScreens>
  )
}
