'use client'

import { auditStatus } from '@tieout/platform/contract'
import { useApiQuery } from '@tieout/platform/web'
import { IconButton, RelativeTime, Skeleton, Stat, StatRow, toast } from '@tieout/ui'
import { Copy } from 'lucide-react'
import { useFormatter, useTranslations } from 'next-intl'

/** How far the record is sealed, and the one number that stands for all of it. */
export function ChainStatus() {
  const t = useTranslations('audit.chain')
  const format = useFormatter()
  const { data: status, error } = useApiQuery(auditStatus, {}, { refetchInterval: 60_000 })
  // The list below says what went wrong; twice would be noise.
  if (error) return null
  if (!status) return <Skeleton className="h-20 w-full" />
  const { sealedCount, unsealedCount, lastSealedAt, headHash } = status
  return (
    <StatRow>
      <Stat
        label={t('sealed')}
        value={format.number(sealedCount)}
        hint={lastSealedAt ? <LastSealed at={lastSealedAt} /> : t('notYet')}
      />
      <Stat label={t('waiting')} value={format.number(unsealedCount)} hint={t('waitingHint')} />
      <Stat label={t('head')} value={headHash ? <HeadHash hash={headHash} /> : '–'} hint={t('headHint')} />
    </StatRow>
  )
}

function LastSealed({ at }: { at: string }) {
  const t = useTranslations('audit.chain')
  return (
    <>
      {t('last')} <RelativeTime at={at} />
    </>
  )
}

function HeadHash({ hash }: { hash: string }) {
  const t = useTranslations('audit.chain')
  const copy = () =>
    navigator.clipboard.writeText(hash).then(
      () => toast.success(t('copied')),
      () => toast.error(t('notCopied')),
    )
  return (
    <span className="inline-flex items-center gap-1">
      <code className="font-mono text-base" title={hash}>
        {hash.slice(0, 12)}…
      </code>
      <IconButton icon={Copy} size="sm" label={t('copy')} onClick={() => void copy()} />
    </span>
  )
}
