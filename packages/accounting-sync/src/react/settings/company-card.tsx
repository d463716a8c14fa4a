'use client'

import {
  Button,
  Card,
  ConfirmDialog,
  DateText,
  DateTimeText,
  DescriptionList,
  RelativeTime,
  TextLink,
  toast,
  type DescriptionItem,
} from '@tieout/ui'
import { ExternalLink, RefreshCw } from 'lucide-react'
import { useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { disconnect, refreshCompany, type ConnectionView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { sameAgain, useConsent } from '../connect/use-consent.ts'
import { useScreensHost } from '../screens-host.tsx'
import { nameOf } from '../use-company.ts'

/** What the company says about itself, when it said so, and how it is let go. */
export function CompanyCard({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.settings.company')
  const { deepLink } = connection
  return (
    <Card
      title={nameOf(connection)}
      actions={<ReadAgain connection={connection} />}
      footer={<Ends connection={connection} />}
    >
      <DescriptionList columns={2} items={useFacts(connection)} />
      {deepLink !== null && (
        <p className="mt-3 text-sm">
          <TextLink
            href={deepLink}
            target="_blank"
            rel="noreferrer"
            className="inline-flex items-center gap-1"
          >
            {t('open', { company: nameOf(connection) })}
            <ExternalLink aria-hidden className="size-3.5" />
          </TextLink>
        </p>
      )}
    </Card>
  )
}

function useFacts({
  company,
  environment,
  realm,
  connectedAt,
  companyReadAt,
}: ConnectionView): DescriptionItem[] {
  const t = useTranslations('accounting.settings.company')
  const places = useTranslations('accounting.connect.environments')
  const locale = useLocale()
  const { country, booksClosedThrough } = company
  const place = places.has(environment as never) ? places(environment as never) : environment
  return [
    { term: t('country'), value: countryName(locale, country) },
    {
      term: t('currency'),
      value: company.homeCurrency,
      hint: t(company.multiCurrency ? 'severalCurrencies' : 'oneCurrency'),
    },
    { term: t('tax'), value: t(taxOf(company)) },
    { term: t('numbers'), value: t(company.numbersItself ? 'numbersTheirs' : 'numbersOurs') },
    {
      term: t('closed'),
      value: booksClosedThrough === null ? t('notClosed') : <DateText date={booksClosedThrough} />,
    },
    { term: t('credits'), value: t(company.autoAppliesCredits ? 'creditsThere' : 'creditsHere') },
    { term: t('place'), value: place, hint: t('id', { id: realm }) },
    {
      term: t('connected'),
      value: <DateTimeText at={connectedAt} />,
      hint: t.rich('read', { at: () => <RelativeTime at={companyReadAt} /> }),
    },
  ]
}

const taxOf = ({ usesSalesTax, automatedSalesTax }: ConnectionView['company']) => {
  if (!usesSalesTax) return 'taxNone'
  return automatedSalesTax ? 'taxAutomated' : 'taxManual'
}

function countryName(locale: string, code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

function ReadAgain({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.settings.company')
  const { explain, may } = useScreensHost()
  const refresh = useCommand(refreshCompany, {
    onSuccess: () => toast.success(t('beingRead')),
    onError: (error) => toast.error(explain(error).message),
  })
  const isConnected = connection.status === 'connected'
  const reason = may('manage') ? (isConnected ? undefined : t('notConnected')) : t('mayNot')
  return (
    <Button
      size="sm"
      icon={RefreshCw}
      busy={refresh.isPending}
      disabledReason={reason}
      onClick={() => refresh.mutate({ connectionId: connection.connectionId })}
    >
      {t('readAgain')}
    </Button>
  )
}

function Ends({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.settings.company')
  const { may } = useScreensHost()
  const [isAsking, setAsking] = useState(false)
  const consent = useConsent()
  const mayNot = may('manage') ? undefined : t('mayNot')
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button
        size="sm"
        busy={consent.isBusy}
        disabledReason={mayNot}
        onClick={() => consent.begin(sameAgain(connection))}
      >
        {t('reconnect')}
      </Button>
      <Button size="sm" variant="ghost" disabledReason={mayNot} onClick={() => setAsking(true)}>
        {t('disconnect')}
      </Button>
      {isAsking && <DisconnectDialog connection={connection} onClose={() => setAsking(false)} />}
    </div>
  )
}

function DisconnectDialog({ connection, onClose }: { connection: ConnectionView; onClose: () => void }) {
  const t = useTranslations('accounting.settings.disconnect')
  const { explain } = useScreensHost()
  const company = nameOf(connection)
  const letGo = useCommand(disconnect, {
    onSuccess() {
      toast.success(t('done', { company }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { company })}
      confirmLabel={t('confirm', { company })}
      tone="danger"
      busy={letGo.isPending}
      error={letGo.error === null ? undefined : explain(letGo.error).message}
      onConfirm={() => letGo.mutate({ connectionId: connection.connectionId })}
    >
      <ul className="list-disc space-y-1 pl-4">
        <li>{t('nothingGoes', { company })}</li>
        <li>{t('linksStay')}</li>
        <li>{t('queueStays')}</li>
        <li>{t('thereStays', { company })}</li>
      </ul>
    </ConfirmDialog>
  )
}
