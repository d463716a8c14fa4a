'use client'

import {
  DateText,
  DescriptionList,
  Drawer,
  ErrorState,
  LinkButton,
  Money,
  RelativeTime,
  Section,
  Skeleton,
  TextLink,
} from '@tieout/ui'
import { ExternalLink } from 'lucide-react'
import { useTranslations } from 'use-intl'
import { getOperation } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { AttemptList } from './attempt-list.tsx'
import { Neighbours, useArrowKeys, type BesideAList } from './neighbours.tsx'
import { StatusBadge } from './status-badge.tsx'
import { TransactionButtons } from './transaction-buttons.tsx'
import { TransactionStory } from './transaction-story.tsx'
import type { OneTransaction } from './use-standing-words.ts'

interface TransactionDrawerProps extends BesideAList {
  operationId: string
  onClose: () => void
  product: string
}

/** One transaction beside the list: a sentence first, then everything that was tried. */
export function TransactionDrawer(props: TransactionDrawerProps) {
  const { operationId, onClose, product } = props
  const t = useTranslations('accounting.transactions')
  const { explain } = useScreensHost()
  const query = useAsked(
    getOperation,
    { operationId },
    { refetchInterval: ({ state }) => (state.data && moves(state.data) ? 2000 : false) },
  )
  useArrowKeys(props)
  const one = query.data
  const system = one?.company ?? product
  return (
    <Drawer
      open
      width="lg"
      onOpenChange={(open) => !open && onClose()}
      title={one ? `${t(`kind.${one.kind}`)} ${one.number}` : t('loading')}
      description={one && <Summary one={one} />}
      footer={
        <>
          <Neighbours {...props} />
          {one && <Links one={one} system={system} />}
          {one && <TransactionButtons one={one} system={system} />}
        </>
      }
    >
      {query.error ? (
        <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
      ) : one ? (
        <>
          <TransactionStory one={one} system={system} />
          <Section title={t('attempt.title')} level={3}>
            <AttemptList attempts={one.attemptsMade} />
          </Section>
          <Section title={t('facts.title')} level={3}>
            <Facts one={one} />
          </Section>
        </>
      ) : (
        <div aria-busy className="flex flex-col gap-3">
          {['w-3/4', 'w-full', 'w-1/2', 'w-2/3'].map((width) => (
            <Skeleton key={width} className={width} />
          ))}
        </div>
      )}
    </Drawer>
  )
}

/** What is due or on its way changes while somebody looks at it. */
const moves = ({ status, waitReason }: OneTransaction) =>
  status === 'in_progress' || (status === 'pending' && waitReason !== 'paused' && waitReason !== 'excluded')

function Summary({ one }: { one: OneTransaction }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge status={one.status} />
      {one.client.name !== null && <span>{one.client.name}</span>}
      {one.amountMinor !== null && one.currency !== null && (
        <Money minor={one.amountMinor} currency={one.currency} />
      )}
    </span>
  )
}

function Links({ one, system }: { one: OneTransaction; system: string }) {
  const t = useTranslations('accounting.transactions')
  const { href } = useScreensHost()
  return (
    <>
      {one.deepLink !== null && (
        <LinkButton icon={ExternalLink} href={one.deepLink} target="_blank" rel="noreferrer">
          {t('viewThere', { system })}
        </LinkButton>
      )}
      {one.taskId !== null && one.errorCode === null && (
        <TextLink href={href.task(one.taskId)} className="mr-1">
          {t('story.openTask')}
        </TextLink>
      )}
    </>
  )
}

function Facts({ one }: { one: OneTransaction }) {
  const t = useTranslations('accounting.transactions')
  const { href } = useScreensHost()
  const { client, batchId, processedAt } = one
  return (
    <DescriptionList
      items={[
        {
          term: t('columns.document'),
          value: <TextLink href={href.document(one.documentId)}>{one.number}</TextLink>,
        },
        { term: t('facts.dated'), value: <DateText date={one.issueDate} /> },
        ...(client.id === null
          ? []
          : [
              {
                term: t('columns.client'),
                value: <TextLink href={href.client(client.id)}>{client.name}</TextLink>,
              },
            ]),
        ...(batchId === null
          ? []
          : [
              {
                term: t('columns.batch'),
                value: <TextLink href={href.batch(batchId)}>{t('openBatch')}</TextLink>,
              },
            ]),
        { term: t('columns.attempts'), value: one.attempts, hint: t('facts.attemptsHint') },
        { term: t('facts.queued'), value: <RelativeTime at={one.createdAt} /> },
        { term: t('facts.changed'), value: <RelativeTime at={one.updatedAt} /> },
        ...(processedAt === null
          ? []
          : [{ term: t('facts.finished'), value: <RelativeTime at={processedAt} /> }]),
      ]}
    />
  )
}
