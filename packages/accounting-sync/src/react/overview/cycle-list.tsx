'use client'

import { Button, Card, ErrorState, RelativeTime, Skeleton, StatusDot, type Tone } from '@tieout/ui'
import { ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { listCycles, type ConnectionView, type CycleView } from '../../contract/index.ts'
import { useAskedPages } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { nameOf } from '../use-company.ts'
import { CycleRows } from './cycle-rows.tsx'
import { useCycleWords } from './cycle-words.ts'

const ON_A_PAGE = 10

/** The runs, newest first; each opens to what it did. */
export function CycleList({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.overview.cycles')
  const { explain } = useScreensHost()
  const { connectionId } = connection
  const list = useAskedPages<CycleView>(listCycles, { connectionId, limit: ON_A_PAGE })
  const { paging } = list
  const hasPages = paging.hasPrevious || paging.hasNext
  return (
    <Card
      title={t('title')}
      flush
      footer={
        hasPages && (
          <div className="flex justify-end gap-2">
            <Button size="sm" disabled={!paging.hasPrevious} onClick={paging.onPrevious}>
              {t('newer')}
            </Button>
            <Button size="sm" disabled={!paging.hasNext} onClick={paging.onNext}>
              {t('older')}
            </Button>
          </div>
        )
      }
    >
      {list.loading ? (
        <Skeleton className="m-4 h-40" />
      ) : list.error !== null && list.rows.length === 0 ? (
        <ErrorState {...explain(list.error)} onRetry={() => void list.refetch()} />
      ) : list.rows.length === 0 ? (
        <p className="px-4 py-6 text-sm text-ink-muted">{t('none')}</p>
      ) : (
        <ul aria-label={t('title')} className="divide-y divide-line text-sm">
          {list.rows.map((cycle) => (
            <CycleRow key={cycle.cycleId} cycle={cycle} system={nameOf(connection)} />
          ))}
        </ul>
      )}
    </Card>
  )
}

const TONES: Record<CycleView['status'], Tone> = {
  running: 'accent',
  done: 'success',
  failed: 'danger',
  abandoned: 'neutral',
}

interface CycleRowProps {
  cycle: CycleView
  system: string
}

function CycleRow({ cycle, system }: CycleRowProps) {
  const [isOpen, setOpen] = useState(false)
  const t = useTranslations('accounting.overview.cycles')
  const words = useCycleWords()
  return (
    <li>
      <details className="group" onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="grid cursor-pointer list-none grid-cols-[1rem_8rem_minmax(0,1fr)_auto] items-baseline gap-x-3 px-4 py-2 hover:bg-surface-hover max-sm:grid-cols-[1rem_minmax(0,1fr)_auto]">
          <ChevronRight
            aria-hidden
            className="size-3.5 self-center text-ink-faint transition-transform group-open:rotate-90"
          />
          <RelativeTime at={cycle.startedAt} />
          <span className="min-w-0 truncate text-ink-muted max-sm:col-span-2 max-sm:col-start-2 max-sm:row-start-2 max-sm:whitespace-normal">
            {words.summary(cycle)}
          </span>
          <StatusDot tone={TONES[cycle.status]} className="justify-self-end text-xs text-ink-muted">
            {t(`status.${cycle.status}`)}
          </StatusDot>
        </summary>
        {isOpen && <CycleDetail cycle={cycle} system={system} />}
      </details>
    </li>
  )
}

function CycleDetail({ cycle, system }: CycleRowProps) {
  const t = useTranslations('accounting.overview.cycles')
  const words = useCycleWords()
  const did = words.counts(cycle)
  return (
    <div className="flex flex-col gap-1.5 px-11 pb-3 text-ink-muted max-sm:px-4">
      <p>{words.began(cycle)}</p>
      {cycle.repeats > 1 && (
        <p>
          {t.rich('repeats', { count: cycle.repeats, at: () => <RelativeTime at={cycle.firstStartedAt} /> })}
        </p>
      )}
      {/* The line above tells the first three. */}
      {did.length > 3 && (
        <ul className="list-disc pl-4">
          {did.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
      )}
      {cycle.error !== null && <p className="text-danger">{words.error(cycle.error)}</p>}
      {words.crossed(cycle) && <CycleRows cycle={cycle} system={system} />}
    </div>
  )
}
