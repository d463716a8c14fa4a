'use client'

import { Badge, TextLink } from '@tieout/ui'
import { Clock, ExternalLink, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { MappingKind, MappingRow } from '../../contract/index.ts'
import { useDetails } from './mapping-words.ts'

type Linked = NonNullable<MappingRow['linked']>

/** What stands for ours over there. One that was put away there says so, since documents will be refused. */
export function Counterpart({
  kind,
  linked,
  company,
}: {
  kind: MappingKind
  linked: Linked
  company: string
}) {
  const t = useTranslations('accounting.mapping')
  const details = useDetails()
  const name = linked.name ?? linked.externalId
  return (
    <div className="min-w-0">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 break-words">{name}</span>
        {!linked.active && (
          <Badge tone="warning" icon={TriangleAlert}>
            {t('inactiveThere', { company })}
          </Badge>
        )}
        {linked.deepLink !== null && (
          <TextLink
            href={linked.deepLink}
            target="_blank"
            rel="noreferrer"
            aria-label={t('viewThere', { name, company })}
          >
            <ExternalLink aria-hidden className="inline size-3.5" />
          </TextLink>
        )}
      </div>
      <p className="truncate text-xs text-ink-faint">{details(kind, { ...linked, id: linked.externalId })}</p>
    </div>
  )
}

/** Of a client that gets a customer by itself. */
export function WithFirstDocument() {
  const t = useTranslations('accounting.mapping.firstExport.one')
  return (
    <Badge tone="accent" icon={Clock}>
      {t('badge')}
    </Badge>
  )
}

/** Why this one is suggested, or why none is. */
export function Likeness({ row }: { row: MappingRow }) {
  const t = useTranslations('accounting.mapping')
  const reasons = row.suggestion?.reasons ?? []
  return (
    <>
      {reasons.map((reason) => (
        <Badge key={reason} tone={row.tab === 'suggested' ? 'success' : 'neutral'} icon={null}>
          {t(`reasons.${reason}`)}
        </Badge>
      ))}
      {row.candidates > 1 && (
        <Badge tone="warning" icon={TriangleAlert}>
          {t('namesakes', { count: row.candidates })}
        </Badge>
      )}
    </>
  )
}
