'use client'

import { Banner, Card, ErrorState, RelativeTime, Skeleton, TextLink } from '@tieout/ui'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'
import { useStaleWith } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { PRODUCT } from '../use-company.ts'
import { AcceptedNote } from './accepted-note.tsx'
import { CardActions } from './card-actions.tsx'
import { CardSides } from './card-sides.tsx'
import { CardStory } from './card-story.tsx'
import { CreditList } from './credit-list.tsx'
import { ExpiredNote } from './expired-note.tsx'
import { NeedsYou } from './needs-you.tsx'
import { useStandingSentence } from './standing-words.ts'
import { useDocument } from './use-document.ts'
import { VoidedThere } from './voided-there.tsx'

export interface SyncCardProps {
  documentId: string
  /** What the document is called here. */
  document: string
  /** Changes whenever the document did here, such as by being finalized. */
  revision: string
  /** The host's own way of cancelling a document here that was voided there. */
  cancelHere?: ReactNode
}

/** One document here and over there: whether they agree, what keeps it, what happened, and what can be done. */
export function SyncCard({ documentId, document, revision, cancelHere }: SyncCardProps) {
  useStaleWith(revision)
  const t = useTranslations('accounting.documents.card')
  const { explain } = useScreensHost()
  const query = useDocument(documentId)
  if (query.data === undefined) {
    if (query.error === null) return <Waiting label={t('loading')} />
    return (
      <Card title={PRODUCT}>
        <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
      </Card>
    )
  }
  const view = query.data
  // Whoever is not connected sees nothing of it.
  if (view.connection === null || view.connection.status === 'disconnected') return null
  const system = view.connection.company || PRODUCT
  return (
    <Card
      title={t('title', { system })}
      description={<Checked view={view} />}
      actions={<CardActions {...{ view, documentId, document, system }} onSent={query.follow} />}
    >
      <div className="flex flex-col gap-4">
        <Standing {...{ view, document, system }} isFollowed={query.isFollowed} />
        <NeedsYou {...{ view, document, system }} />
        <VoidedThere {...{ view, documentId, document, system, cancelHere }} onSent={query.follow} />
        <AcceptedNote accepted={view.badge?.accepted ?? null} />
        <ExpiredNote expired={view.expired} system={system} />
        <CardSides view={view} system={system} />
        <CreditList view={view} system={system} />
        <CardStory events={view.timeline} document={document} system={system} />
      </div>
    </Card>
  )
}

function Checked({ view }: { view: DocumentView }) {
  const t = useTranslations('accounting.documents')
  if (view.checkedAt === null) return null
  return (
    <>
      {t('checked')} <RelativeTime at={view.checkedAt} />
    </>
  )
}

function Standing(props: { view: DocumentView; document: string; system: string; isFollowed: boolean }) {
  const t = useTranslations('accounting.documents.card')
  const { href } = useScreensHost()
  const sentence = useStandingSentence()
  const { text, tone } = sentence(props.view, props.document, props.system)
  // What went wrong is said below with its cause and its fix, what is missing with where it is chosen.
  if (tone === 'danger' || props.view.missing.length > 0) return null
  return (
    <Banner
      tone={tone}
      title={text}
      action={
        props.view.badge?.state === 'drift' && props.view.taskId !== null ? (
          <TextLink href={href.task(props.view.taskId)}>{t('openTask')}</TextLink>
        ) : undefined
      }
    >
      {props.isFollowed ? t('following') : undefined}
    </Banner>
  )
}

const Waiting = ({ label }: { label: string }) => (
  <div role="status" aria-label={label} className="flex flex-col gap-2">
    <Skeleton className="h-5 w-48" />
    <Skeleton className="h-24 w-full" />
  </div>
)
