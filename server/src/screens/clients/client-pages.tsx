'use client'

import { ClientListScreen, ClientScreen, type ClientExtensions } from '@tieout/billing/screens'
import { notFound, useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useCallback, useState } from 'react'
import { useScreenPlugins } from '../../plugins/use-screen-plugins.ts'

/** Billing's screens know no router; here they learn where their links lead. */
export function ClientListPage() {
  const router = useRouter()
  return <ClientListScreen onCreated={({ clientId }) => router.push(`/clients/${clientId}`)} />
}

export function ClientPage({ clientId }: { clientId: string }) {
  const [missing, setMissing] = useState(false)
  const onMissing = useCallback(() => setMissing(true), [])
  const extensions = useClientExtensions()
  if (missing) notFound()
  return <ClientScreen clientId={clientId} onMissing={onMissing} extensions={extensions} />
}

/** What all modules together add to the page of a client, in the order of their list. */
function useClientExtensions(): ClientExtensions {
  const t = useTranslations()
  const all = useScreenPlugins().flatMap((plugin) => plugin.clients?.(t) ?? [])
  return { extraPanels: all.flatMap((each) => each.extraPanels ?? []) }
}
