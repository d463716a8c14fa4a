'use client'

import { Banner, Card, ErrorState, LinkButton, RelativeTime, Skeleton, TextLink } from '@tieout/ui'
import { ExternalLink } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { getDocument, type DocumentView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { AcceptedNote } from '../documents/accepted-note.tsx'
import { CardSides } from '../documents/card-sides.tsx'
import { CheckButton } from '../documents/check-button.tsx'
import { useScreensHost } from '../screens-host.tsx'
import { PRODUCT } from '../use-company.ts'

export interface DriftPanelProps {
  documentId: string
  /** What the document is called here. */
  document: string
  company: string
}

/** A document that is not the same over there: what both agreed on last, what each has now, what that comes to. */
export function DriftPanel({ documentId, document, company }: DriftPanelProps) {
  const t = useTranslations('accounting.incoming.drift')
  const { explain } = useScreensHost()
  const query = useAsked(getDocument, { documentId })
  if (query.data !== undefined) return <Shown view={query.data} {...{ documentId, document, company }} />
  if (query.error !== null)
    return <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
  return (
    <div role="status" aria-label={t('loading')}>
      <Skeleton className="h-40 w-full" />
    </div>
  )
}

function Shown({ view, documentId, document, company }: DriftPanelProps & { view: DocumentView }) {
  const t = useTranslations('accounting.incoming.drift')
  const words = useTranslations('accounting.documents')
  const { href } = useScreensHost()
  const deepLink = view.badge?.deepLink ?? null
  const isDrift = view.badge?.state === 'drift'
  return (
    <Card
      level={2}
      title={t('title', { company })}
      description={
        view.checkedAt !== null && (
          <>
            {words('checked')} <RelativeTime at={view.checkedAt} />
          </>
        )
      }
      actions={
        <>
          <TextLink href={href.document(documentId)}>{t('open', { document })}</TextLink>
          {deepLink !== null && view.theirStanding !== 'deleted' && (
            <LinkButton size="sm" icon={ExternalLink} href={deepLink} target="_blank" rel="noreferrer">
              {words('view', { system: PRODUCT })}
            </LinkButton>
          )}
          <CheckButton {...{ view, documentId, document }} system={company} />
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {!isDrift && <Banner tone="neutral" title={t('noMore', { document, company })} />}
        <AcceptedNote accepted={view.badge?.accepted ?? null} />
        <CardSides view={view} system={company} />
      </div>
    </Card>
  )
}
