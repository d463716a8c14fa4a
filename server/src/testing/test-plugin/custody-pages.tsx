'use client'

import { useApiQuery } from '@tieout/platform/web'
import { Banner, Card, PageHeader, Select, TextLink } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import type { TaskDetail, TaskFieldProps } from '../../plugins/screen-plugin.ts'
import { listHeld, lookUpCustody } from './contract.ts'
import { CustodySettings } from './custody-settings.tsx'

export function CustodyPage() {
  const t = useTranslations('custody')
  return (
    <>
      <PageHeader title={t('title')} />
      <CustodySettings />
    </>
  )
}

export function OneInCustody({ params }: { params: Readonly<Record<string, string>> }) {
  const t = useTranslations('custody')
  const { invoiceId = '' } = params
  const [entry] = useApiQuery(lookUpCustody, { invoiceIds: [invoiceId] }).data?.items ?? []
  return (
    <>
      <PageHeader title={entry?.number ?? t('one.title')} />
      <p>{entry?.heldBecause == null ? t('kept') : t('heldBecause', { reason: entry.heldBecause })}</p>
    </>
  )
}

export function CustodyBanner() {
  const t = useTranslations('custody')
  const held = useApiQuery(listHeld, {}).data?.items ?? []
  return held.length === 0 ? null : <Banner>{t('banner', { count: held.length })}</Banner>
}

export function ReviewPanel({ task }: { task: TaskDetail }) {
  const t = useTranslations('custody')
  return (
    <Card title={t('document')}>
      <TextLink href={`/custody/${String(task.context['invoiceId'])}`}>{t('look')}</TextLink>
    </Card>
  )
}

/** One of two sentences instead of whatever somebody types. */
export function NoteChoice({ id, value, onChange }: TaskFieldProps) {
  const t = useTranslations('custody.notes')
  return (
    <Select
      id={id}
      value={value}
      placeholder={t('choose')}
      onChange={(event) => onChange(event.currentTarget.value)}
      options={['lawsuit', 'audit'].map((each) => ({ value: each, label: t(each) }))}
    />
  )
}
