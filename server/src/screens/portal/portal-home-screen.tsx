'use client'

import { getPortalClient, type PortalClientView } from '@tieout/billing/contract'
import { getPortalCompany } from '@tieout/platform/contract'
import { useApiQuery, useMay, useProblemText, useSession } from '@tieout/platform/web'
import { Banner, Card, DescriptionList, ErrorState, PageHeader, Skeleton, TextLink } from '@tieout/ui'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

/** A client's own people see what the company has written down about them, and whom to tell if it is wrong. */
export function PortalHomeScreen() {
  const t = useTranslations('portal')
  const { who, tenant } = useSession()
  const may = useMay('portal_profile:read')
  const company = tenant?.name ?? ''
  return (
    <>
      <PageHeader
        title={t('greeting', { name: who.displayName })}
        description={t('description', { company })}
      />
      <div className="grid items-start gap-4 lg:grid-cols-[2fr_1fr]">
        {may ? <OwnDetails company={company} /> : <Banner>{t('mayNot')}</Banner>}
        <Card title={t('contact.title', { company })}>
          {may && <HowToReach />}
          <p className="text-sm text-ink-muted">{t('contact.body', { company })}</p>
          <p className="mt-3 text-sm text-ink-muted">{t.rich('contact.profile', { link: profileLink })}</p>
        </Card>
      </div>
    </>
  )
}

const profileLink = (text: ReactNode) => <TextLink href="/portal/profile">{text}</TextLink>

/** Only what the company has filled in; nothing at all is no reason for an empty heading. */
function HowToReach() {
  const t = useTranslations('portal.contact')
  const { data } = useApiQuery(getPortalCompany, {})
  const lines = [
    { term: t('phone'), value: data?.phone, link: `tel:${data?.phone.replaceAll(' ', '')}` },
    { term: t('email'), value: data?.email, link: `mailto:${data?.email}` },
    { term: t('website'), value: data?.website, link: data?.website },
  ].filter((line) => line.value)
  if (lines.length === 0) return null
  return (
    <div className="mb-4">
      <DescriptionList
        columns={1}
        items={lines.map(({ term, value, link }) => ({
          term,
          value: (
            <a className="underline" href={link}>
              {value}
            </a>
          ),
        }))}
      />
    </div>
  )
}

function OwnDetails({ company }: { company: string }) {
  const t = useTranslations('portal')
  const problemText = useProblemText()
  const query = useApiQuery(getPortalClient, {})
  if (query.error)
    return <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
  if (!query.data) return <Skeleton className="h-64 w-full" />
  return (
    <Card title={query.data.displayName} description={t('details.hint', { company })}>
      <Facts client={query.data} />
    </Card>
  )
}

function Facts({ client }: { client: PortalClientView }) {
  const t = useTranslations('portal.details')
  const locale = useLocale()
  const unknown = <span className="text-ink-faint">{t('unknown')}</span>
  const currency = new Intl.DisplayNames(locale, { type: 'currency' }).of(client.currency)
  return (
    <DescriptionList
      columns={2}
      items={[
        { term: t('legalName'), value: client.legalName ?? unknown },
        { term: t('email'), value: client.email ?? unknown },
        { term: t('phone'), value: client.phone ?? unknown },
        { term: t('address'), value: <Address client={client} /> },
        { term: t('currency'), value: currency ? `${currency} (${client.currency})` : client.currency },
        { term: t('terms'), value: client.termsName ?? unknown },
      ]}
    />
  )
}

/** As the post of the country wants it: region and code behind the city, or the code before it. */
function placeLines({ postalCode, city, region, country }: PortalClientView): (string | null)[] {
  if (country !== 'US' && country !== 'CA' && country !== 'AU') {
    return [[postalCode, city].filter(Boolean).join(' '), region]
  }
  const behind = [region, postalCode].filter(Boolean).join(' ')
  return [[city, behind].filter(Boolean).join(', ')]
}

function Address({ client }: { client: PortalClientView }) {
  const t = useTranslations('portal.details')
  const locale = useLocale()
  const { country } = client
  const lines = [
    client.addressLine1,
    client.addressLine2,
    ...placeLines(client),
    country && (new Intl.DisplayNames(locale, { type: 'region' }).of(country) ?? country),
  ].filter(Boolean)
  if (lines.length === 0) return <span className="text-ink-faint">{t('unknown')}</span>
  return <address className="whitespace-pre-line not-italic">{lines.join('\n')}</address>
}
