'use client'

import { invoiceType } from '@tieout/billing/contract'
import {
  EditInvoiceScreen,
  InvoiceListScreen,
  InvoiceScreen,
  NewInvoiceScreen,
  type Address,
} from '@tieout/billing/screens'
import { notFound, usePathname, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useState } from 'react'
import { useInvoiceExtensions } from './invoice-extensions.ts'

/** Billing's screens know no router; here they learn where they are and where their links lead. */
export function InvoiceListPage() {
  return <InvoiceListScreen address={useAddress()} onGo={useGo()} extensions={useInvoiceExtensions()} />
}

export function InvoicePage({ invoiceId }: { invoiceId: string }) {
  return (
    <InvoiceScreen
      invoiceId={invoiceId}
      onMissing={useOnMissing()}
      onGo={useGo()}
      extensions={useInvoiceExtensions()}
    />
  )
}

export function NewInvoicePage() {
  const asked = useSearchParams().get('type')
  const type = invoiceType.options.find((each) => each === asked) ?? 'standard'
  // Another type is another document, and begins anew.
  return <NewInvoiceScreen key={type} invoiceType={type} onGo={useGo()} />
}

export function EditInvoicePage({ invoiceId }: { invoiceId: string }) {
  return <EditInvoiceScreen invoiceId={invoiceId} onMissing={useOnMissing()} onGo={useGo()} />
}

function useGo() {
  const router = useRouter()
  return (href: string) => router.push(href)
}

function useAddress(): Address {
  const query = useSearchParams()
  const pathname = usePathname()
  return {
    query,
    go(next, how) {
      const place = next === '' ? pathname : `${pathname}?${next}`
      // Next takes part in the browser's own history, and no page has to come from the server for it.
      if (how === 'push') window.history.pushState(null, '', place)
      else window.history.replaceState(null, '', place)
    },
  }
}

function useOnMissing() {
  const [missing, setMissing] = useState(false)
  const onMissing = useCallback(() => setMissing(true), [])
  if (missing) notFound()
  return onMissing
}
