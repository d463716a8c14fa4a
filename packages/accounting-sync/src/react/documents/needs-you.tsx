'use client'

import { Banner, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import type { DocumentView } from '../../contract/index.ts'
import { useErrorWords } from '../error-words.ts'
import { useScreensHost } from '../screens-host.tsx'
import { useMissingWords, type Missing } from './badge-words.ts'
import { useStandingSentence } from './standing-words.ts'

interface NeedsYouProps {
  view: DocumentView
  document: string
  system: string
}

/** What was refused or is missing: the sentence, why, what to do, and the way there. */
export function NeedsYou(props: NeedsYouProps) {
  const { view } = props
  return (
    <>
      {view.badge?.state === 'error' && <Refusal {...props} />}
      {view.missing.length > 0 && <MissingThings {...props} />}
    </>
  )
}

function Refusal({ view, document, system }: NeedsYouProps) {
  const t = useTranslations('accounting.documents')
  const words = useErrorWords()
  const { error } = view
  const named = { document, system }
  const { sentence, why, fix } =
    error === null ? { sentence: t('sentence.error', named), why: '', fix: '' } : words(error.code, named)
  return (
    <Banner tone="danger" title={sentence} action={<TaskLink taskId={view.taskId} />}>
      <p>{why}</p>
      <p className="mt-1">
        <span className="font-medium text-ink">{t('card.whatToDo')}</span> {fix}
      </p>
      {error !== null && (error.detail !== null || error.trace !== null) && (
        <details className="mt-1 text-xs">
          <summary className="cursor-pointer">{t('card.details', { system })}</summary>
          <p className="mt-1 break-words">{error.detail}</p>
          {error.trace !== null && (
            <p className="mt-1 tabular-nums select-all">{t('card.trace', { trace: error.trace })}</p>
          )}
        </details>
      )}
    </Banner>
  )
}

function MissingThings({ view, document, system }: NeedsYouProps) {
  const missingWords = useMissingWords()
  const { text } = useStandingSentence()(view, document, system)
  return (
    <Banner tone="warning" title={text} action={<TaskLink taskId={view.taskId} />}>
      <ul className="mt-1 list-disc space-y-1 pl-4">
        {view.missing.map((each) => (
          <li key={`${each.what} ${each.entityId}`}>
            {missingWords(each)} <MappingLink missing={each} />
          </li>
        ))}
      </ul>
    </Banner>
  )
}

const KIND = { customer: 'client', item: 'service', tax_code: 'tax' } as const

/** To the row where it is put right, for whoever may see it. */
function MappingLink({ missing: { what, name } }: { missing: Missing }) {
  const t = useTranslations('accounting.documents.card')
  const { href, may } = useScreensHost()
  if (!may('watch')) return null
  return <TextLink href={href.mapping(KIND[what], name ?? undefined)}>{t(`choose.${what}`)}</TextLink>
}

function TaskLink({ taskId }: { taskId: string | null }) {
  const t = useTranslations('accounting.documents.card')
  const { href } = useScreensHost()
  return taskId === null ? null : <TextLink href={href.task(taskId)}>{t('openTask')}</TextLink>
}
