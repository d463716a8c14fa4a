'use client'

import { DescriptionList, TextLink } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { useErrorWords } from '../error-words.ts'
import { useScreensHost } from '../screens-host.tsx'
import { useStandingWords, type OneTransaction } from './use-standing-words.ts'

/** A plain sentence first; below it what happened, why, and what to do. */
export function TransactionStory({ one, system }: { one: OneTransaction; system: string }) {
  const words = useStandingWords(system)
  return (
    <div className="flex flex-col gap-3">
      <p className="text-base text-ink">{words(one)}</p>
      {one.status === 'pending' && one.missing.length > 0 && <Missing one={one} />}
      {one.errorCode !== null && one.status !== 'done' && <WhatToDo one={one} system={system} />}
    </div>
  )
}

const MAPPING = { customer: 'client', item: 'service', tax_code: 'tax' } as const

/** Each thing that is missing leads to the row where it is mended. */
function Missing({ one }: { one: OneTransaction }) {
  const t = useTranslations('accounting.transactions.missing')
  const { href } = useScreensHost()
  return (
    <ul className="flex flex-col gap-1">
      {one.missing.map(({ what, entityId, name }) => (
        <li key={`${what} ${entityId}`}>
          <TextLink
            href={
              what === 'item' && entityId === null
                ? href.settings()
                : href.mapping(MAPPING[what], name ?? undefined)
            }
          >
            {name === null ? t(`${what}_unnamed`) : t(what, { name })}
          </TextLink>
        </li>
      ))}
    </ul>
  )
}

function WhatToDo({ one, system }: { one: OneTransaction; system: string }) {
  const t = useTranslations('accounting.transactions.story')
  const { href } = useScreensHost()
  const errorWords = useErrorWords()
  if (one.errorCode === null) return null
  const { sentence, why, fix } = errorWords(one.errorCode, { document: one.number, system })
  return (
    <>
      <DescriptionList
        items={[
          { term: t('whatHappened'), value: sentence },
          { term: t('why'), value: why },
          { term: t('whatToDo'), value: fix },
        ]}
      />
      {one.taskId !== null && (
        <p>
          <TextLink href={href.task(one.taskId)}>{t('openTask')}</TextLink>
        </p>
      )}
      {one.detail !== null && (
        <details className="text-xs">
          <summary className="w-fit cursor-pointer rounded-sm text-ink-muted hover:text-ink">
            {t('exactly', { system })}
          </summary>
          <p className="mt-1 break-words text-ink-muted select-all">{one.detail}</p>
        </details>
      )}
    </>
  )
}
