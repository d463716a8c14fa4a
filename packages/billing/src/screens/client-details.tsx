'use client'

import { Card, DateTimeText, DescriptionList } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { ClientView } from '../contract/index.ts'
import { useCodeNames } from './words.ts'

export function ClientDetails({ client }: { client: ClientView }) {
  const t = useTranslations('billing')
  const currencyName = useCodeNames('currency')
  const countryName = useCodeNames('region')
  const known = (field: keyof ClientView & string, value: string | null) => ({
    term: t(`fields.${field}`),
    value: value ?? <span className="text-ink-faint">{t('client.notGiven')}</span>,
  })
  const companyTerms = (name: string | null) => name && t('client.companyTerms', { name })
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <Card title={t('client.details')}>
        <DescriptionList
          items={[
            known('legalName', client.legalName),
            known('email', client.email),
            known('phone', client.phone),
            known('currency', `${client.currency} – ${currencyName(client.currency)}`),
            known('termsId', client.termsId === null ? companyTerms(client.termsName) : client.termsName),
            known('taxRegionId', client.taxExempt ? t('client.taxExempt') : client.taxRegionName),
          ]}
        />
      </Card>
      <Card title={t('client.address')}>
        <DescriptionList
          items={[
            known('addressLine1', client.addressLine1),
            known('addressLine2', client.addressLine2),
            known('city', client.city),
            known('region', client.region),
            known('postalCode', client.postalCode),
            known('country', client.country && countryName(client.country)),
          ]}
        />
      </Card>
      <Card title={t('fields.notes')} className="lg:col-span-2">
        <p className="text-sm whitespace-pre-wrap">
          {client.notes ?? <span className="text-ink-faint">{t('client.noNotes')}</span>}
        </p>
      </Card>
      <p className="text-xs text-ink-faint lg:col-span-2">
        {t('client.changedBy', { name: client.updatedBy })} <DateTimeText at={client.updatedAt} />
      </p>
    </div>
  )
}
