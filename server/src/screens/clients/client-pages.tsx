'use client'

import { ClientListScreen, ClientScreen } from '@tieout/billing/screens'
import { notFound, useRouter } from 'next/navigation'
import { useCallback, useState } from 'react'

/** Billing's screens know no router; here they learn where their links lead. */
export function ClientListPage() {
  const router = useRouter()
  return <ClientListScreen onCreated={({ clientId }) => router.push(`/clients/${clientId}`)} />
}

export function ClientPage({ clientId }: { clientId: string }) {
  const [missing, setMissing] = useState(false)
  const onMissing = useCallback(() => setMissing(true), [])
  if (missing) notFound()
  return <ClientScreen clientId={clientId} onMissing={onMissing} />
}
