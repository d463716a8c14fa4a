'use client'

import { auditGet, type AuditEvent } from '@tieout/platform/contract'
import { useApiQuery } from '@tieout/platform/web'
import { Button, DateTimeText, DescriptionList, Drawer } from '@tieout/ui'
import { Filter } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useAuditWords } from './audit-words.ts'
import { ChangeTable } from './change-table.tsx'
import { SealBadge, Subject } from './event-parts.tsx'

export interface EventDrawerProps {
  event: AuditEvent | null
  onClose: () => void
  /** Shows only what this one did. */
  onNarrow: (actorId: string) => void
}

/** One event with what changed, without leaving the list. */
export function EventDrawer({ event, onClose, onNarrow }: EventDrawerProps) {
  const t = useTranslations('audit')
  const words = useAuditWords()
  const who = event ? words.actor(event.actor) : ''
  return (
    <Drawer
      open={event !== null}
      onOpenChange={(open) => !open && onClose()}
      width="lg"
      title={event ? `${who} ${words.deed(event.action)}` : t('title')}
      footer={
        event && (
          <Button icon={Filter} onClick={() => onNarrow(event.actor.id)}>
            {t('drawer.onlyActor', { who })}
          </Button>
        )
      }
    >
      {event && (
        <div className="flex flex-col gap-5">
          <Facts event={event} />
          <ChangeTable before={event.before} after={event.after} />
        </div>
      )}
    </Drawer>
  )
}

function Facts({ event }: { event: AuditEvent }) {
  const t = useTranslations('audit')
  const { data: whole } = useApiQuery(auditGet, { eventId: event.eventId })
  const seal = whole?.seal
  return (
    <DescriptionList
      items={[
        { term: t('columns.when'), value: <DateTimeText at={event.recordedAt} /> },
        { term: t('columns.on'), value: <Subject event={event} /> },
        ...(event.reason ? [{ term: t('drawer.reason'), value: event.reason }] : []),
        {
          term: t('columns.seal'),
          value: <SealBadge sealed={event.sealed || Boolean(seal)} />,
          hint: seal ? t('drawer.sealNumber', { seq: seal.seq, hash: seal.hash.slice(0, 12) }) : undefined,
        },
        { term: t('drawer.action'), value: <code className="font-mono text-xs">{event.action}</code> },
        {
          term: t('drawer.request'),
          value: <code className="font-mono text-xs break-all select-all">{event.requestId}</code>,
        },
      ]}
    />
  )
}
