'use client'

import type { AuditEvent } from '@tieout/platform/contract'
import { Badge, TextLink } from '@tieout/ui'
import { Hourglass, ShieldCheck } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { placeOf, useAuditWords } from './audit-words.ts'

export function Subject({ event }: { event: AuditEvent }) {
  const words = useAuditWords()
  const place = placeOf(event)
  const name = words.subject(event)
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <span className="text-ink-muted">{words.entity(event.entityType)}</span>
      {place ? <TextLink href={place}>{name}</TextLink> : <span>{name}</span>}
    </span>
  )
}

export function SealBadge({ sealed }: { sealed: boolean }) {
  const t = useTranslations('audit.seal')
  return sealed ? (
    <Badge tone="success" icon={ShieldCheck}>
      {t('sealed')}
    </Badge>
  ) : (
    <Badge icon={Hourglass}>{t('waiting')}</Badge>
  )
}
