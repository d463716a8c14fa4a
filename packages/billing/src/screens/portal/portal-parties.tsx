'use client'

import { useTranslations } from 'use-intl'
import type { Party } from '../../contract/index.ts'
import { useCodeNames } from '../words.ts'
import type { PortalDocument } from './portal-invoice-screen.tsx'

/** Who wrote it and to whom, as they were called on that day. */
export function PortalParties({ document }: { document: PortalDocument }) {
  const t = useTranslations('billing.portalInvoices')
  if (!document.parties) return null
  const { company, client } = document.parties
  const taxNumber = company.taxNumber ? [t('taxNumber', { number: company.taxNumber })] : []
  return (
    <div className="grid gap-6 sm:grid-cols-2">
      <Address heading={t('from')} party={company} more={[...taxNumber, company.website]} />
      <Address heading={t('to')} party={client} more={[]} />
    </div>
  )
}

function Address(props: { heading: string; party: Party; more: readonly (string | null)[] }) {
  const countryName = useCodeNames('region')
  const { party } = props
  const lines = [
    party.legalName === party.name ? null : party.legalName,
    party.addressLine1,
    party.addressLine2,
    [party.postalCode, party.city, party.region].filter(Boolean).join(' '),
    party.country && countryName(party.country),
    party.email,
    party.phone,
    ...props.more,
  ].filter(Boolean)
  return (
    <div className="text-sm">
      <h2 className="text-xs text-ink-faint">{props.heading}</h2>
      <p className="font-medium">{party.name}</p>
      <p className="whitespace-pre-line text-ink-muted">{lines.join('\n')}</p>
    </div>
  )
}
