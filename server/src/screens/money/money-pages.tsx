'use client'

import {
  AgeingScreen,
  CreditListScreen,
  CreditScreen,
  PaymentListScreen,
  PaymentScreen,
  PortalInvoiceScreen,
  RecordPaymentScreen,
  StatementScreen,
} from '@tieout/billing/screens'
import { notFound, useRouter, useSearchParams } from 'next/navigation'
import { useCallback, useState } from 'react'
import { useAddress } from './address.ts'

/** Billing's screens know no router; here they learn where they stand and where their links lead. */
export function PaymentListPage() {
  const router = useRouter()
  const address = useAddress()
  return (
    <PaymentListScreen
      address={address}
      onRecorded={({ paymentId }) => router.push(`/payments/${paymentId}`)}
    />
  )
}

export function NewPaymentPage() {
  const router = useRouter()
  const query = useSearchParams()
  return (
    <RecordPaymentScreen
      clientId={query.get('client') ?? undefined}
      invoiceId={query.get('invoice') ?? undefined}
      onClose={() => router.back()}
      onRecorded={({ paymentId }) => router.replace(`/payments/${paymentId}`)}
    />
  )
}

export function PaymentPage({ paymentId }: { paymentId: string }) {
  return <PaymentScreen paymentId={paymentId} onMissing={useMissing()} />
}

export function CreditListPage() {
  return <CreditListScreen address={useAddress()} />
}

export function CreditPage({ creditId }: { creditId: string }) {
  return <CreditScreen creditId={creditId} onMissing={useMissing()} />
}

export function AgeingPage() {
  return <AgeingScreen address={useAddress()} />
}

export function StatementPage({ clientId }: { clientId: string }) {
  return <StatementScreen clientId={clientId} address={useAddress()} />
}

export function PortalInvoicePage({ invoiceId }: { invoiceId: string }) {
  return <PortalInvoiceScreen invoiceId={invoiceId} onMissing={useMissing()} />
}

function useMissing(): () => void {
  const [missing, setMissing] = useState(false)
  const onMissing = useCallback(() => setMissing(true), [])
  if (missing) notFound()
  return onMissing
}
