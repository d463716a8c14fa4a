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
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { getArrival, type ArrivalDetail } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { ObservationPanel } from '../incoming/observation-panel.tsx'
import { useScreensHost } from '../screens-host.tsx'
import { DocumentChange, NameChange, ReceiptChange } from './before-after.tsx'
import { CreditMoves } from './credit-moves.tsx'
import { Neighbours, useArrowKeys, type BesideAList } from './neighbours.tsx'
import { StatusBadge } from './status-badge.tsx'
import { useRowNames } from './transaction-columns.tsx'
import { useArrivalWords } from './use-arrival-words.ts'

interface ArrivalDrawerProps extends BesideAList {
  arrivalId: string
  onClose: () => void
  product: string
}

/** Something that came in, beside the list: a sentence first, then what it changed here. */
export function ArrivalDrawer(props: ArrivalDrawerProps) {
  const { arrivalId, onClose, product } = props
  const t = useTranslations('accounting.transactions')
  const { explain } = useScreensHost()
  const query = useAsked(getArrival, { arrivalId })
  const nameOf = useRowNames()
  useArrowKeys(props)
  const arrival = query.data
  const system = arrival?.company ?? product
  return (
    <Drawer
      open
      width="lg"
      onOpenChange={(open) => !open && onClose()}
      title={arrival ? nameOf(arrival) : t('loading')}
      description={arrival && <Summary arrival={arrival} />}
      footer={
        <>
          <Neighbours {...props} />
          {arrival && <Links arrival={arrival} system={system} />}
        </>
      }
    >
      {query.error ? (
        <ErrorState {...explain(query.error)} onRetry={() => void query.refetch()} />
      ) : arrival ? (
        <Shown arrival={arrival} system={system} />
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

function Summary({ arrival: { status, client, amountMinor, currency } }: { arrival: ArrivalDetail }) {
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <StatusBadge status={status} />
      {client.name !== null && <span>{client.name}</span>}
      {amountMinor !== null && currency !== null && <Money minor={amountMinor} currency={currency} />}
    </span>
  )
}

function Links({ arrival, system }: { arrival: ArrivalDetail; system: string }) {
  const t = useTranslations('accounting.transactions')
  const { href } = useScreensHost()
  return (
    <>
      {arrival.deepLink !== null && (
        <LinkButton icon={ExternalLink} href={arrival.deepLink} target="_blank" rel="noreferrer">
          {t('viewThere', { system })}
        </LinkButton>
      )}
      {arrival.taskId !== null && (
        <LinkButton variant="primary" href={href.task(arrival.taskId)}>
          {t('story.openTask')}
        </LinkButton>
      )}
    </>
  )
}

function Shown({ arrival, system }: { arrival: ArrivalDetail; system: string }) {
  const t = useTranslations('accounting.transactions')
  const words = useArrivalWords(system)
  const { receipts, credits, differences, name, status, connectionId, kind, externalId } = arrival
  const waits = (status === 'held' || status === 'quarantined') && connectionId !== null
  const changed = receipts.length + credits.length > 0 || differences.length > 0 || name !== null
  return (
    <>
      <div className="flex flex-col gap-1.5">
        <p className="text-base text-ink">{words(arrival)}</p>
        {status === 'settled' && <p className="text-ink-muted">{t('came.settledSince')}</p>}
        {arrival.detail !== null && <p className="text-xs break-words text-ink-muted">{arrival.detail}</p>}
      </div>
      {waits && (
        <div className="flex flex-col gap-3">
          <ObservationPanel
            about={{ connectionId, externalKind: kind, externalId }}
            company={system}
            isBeside
          />
        </div>
      )}
      {changed && (
        <Section title={t(differences.length > 0 ? 'change.differences' : 'change.title')} level={3}>
          <div className="flex flex-col gap-4">
            {receipts.map((each, place) => (
              <ReceiptChange key={each.receiptId ?? `new ${place}`} receipt={each} arrival={arrival} />
            ))}
            {credits.length > 0 && <CreditMoves arrival={arrival} />}
            {differences.length > 0 && <DocumentChange arrival={arrival} system={system} />}
            {name !== null && <NameChange {...name} />}
          </div>
        </Section>
      )}
      {!waits && arrival.problems.length > 0 && <Problems arrival={arrival} system={system} />}
      <Section title={t('facts.title')} level={3}>
        <Facts arrival={arrival} system={system} />
      </Section>
    </>
  )
}

/** What kept it from being applied, as it was then. */
function Problems({ arrival, system }: { arrival: ArrivalDetail; system: string }) {
  const t = useTranslations('accounting.transactions')
  const reasons = useTranslations('accounting.incoming.reason')
  const { href } = useScreensHost()
  const { problems, documents, currency } = arrival
  return (
    <Section title={t('came.problems')} level={3}>
      <ul className="flex flex-col gap-1.5 text-sm">
        {problems.map(({ reason, amountMinor, documentId }, place) => {
          const document = documents.find(({ id }) => id === documentId)
          return (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={`${place} ${reason}`} className="flex items-baseline gap-2">
              <span>
                {reasons.has(reason) ? reasons(reason, { company: system }) : reason}{' '}
                {document !== undefined && (
                  <TextLink href={href.document(document.id)}>{document.number}</TextLink>
                )}
              </span>
              {currency !== null && amountMinor > 0 && (
                <span className="ml-auto">
                  <Money minor={amountMinor} currency={currency} />
                </span>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}

function Facts({ arrival, system }: { arrival: ArrivalDetail; system: string }) {
  const t = useTranslations('accounting.transactions')
  const runs = useTranslations('accounting.overview.cycles.triggers')
  const { href } = useScreensHost()
  const { documents, client, dated, changedAt, at, cycle, externalId } = arrival
  const fact = (term: string, value: ReactNode) => ({ term, value })
  return (
    <DescriptionList
      items={[
        ...(documents.length === 0
          ? []
          : [
              fact(
                t('columns.document'),
                <span className="flex flex-wrap gap-x-2">
                  {documents.map(({ id, number }) => (
                    <TextLink key={id} href={href.document(id)}>
                      {number || t('withoutNumber')}
                    </TextLink>
                  ))}
                </span>,
              ),
            ]),
        ...(client.id === null
          ? []
          : [fact(t('columns.client'), <TextLink href={href.client(client.id)}>{client.name}</TextLink>)]),
        ...(dated === null ? [] : [fact(t('facts.dated'), <DateText date={dated} />)]),
        ...(changedAt === null
          ? []
          : [fact(t('facts.changedThere', { system }), <RelativeTime at={changedAt} />)]),
        fact(t('facts.cameHere'), <RelativeTime at={at} />),
        fact(
          t('facts.broughtBy'),
          cycle === null ? (
            t('facts.aLook')
          ) : (
            <>
              {runs.has(cycle.trigger) ? runs(cycle.trigger) : cycle.trigger},{' '}
              <TextLink href={href.transactions({ run: cycle.cycleId })}>{t('facts.sameRun')}</TextLink>
            </>
          ),
        ),
        ...(externalId === '' ? [] : [fact(t('facts.idThere', { system }), externalId)]),
      ]}
    />
  )
}
