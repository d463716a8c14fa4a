'use client'

import { Button, ProgressBar } from '@tieout/ui'
import { RefreshCw } from 'lucide-react'
import { useTranslations } from 'use-intl'
import type { ConnectionView } from '../../contract/index.ts'
import { useScreensHost } from '../screens-host.tsx'
import { useRun } from './use-run.ts'

/** Starts a run, and shows how far the one is that is under way, whoever started it. */
export function SyncNow({ connection }: { connection: ConnectionView }) {
  const t = useTranslations('accounting.overview.run')
  const { may } = useScreensHost()
  const run = useRun(connection)
  const isUnderWay = run.running !== null || run.isAwaited
  return (
    <div className="flex min-w-56 flex-col items-end gap-2 max-sm:w-full max-sm:items-stretch">
      <Button
        variant="primary"
        icon={RefreshCw}
        busy={run.isAsking}
        disabledReason={reasonAgainst(t, { connection, mayManage: may('manage'), isUnderWay })}
        onClick={run.begin}
      >
        {t('now')}
      </Button>
      {isUnderWay && (
        <div className="w-56 max-sm:w-full">
          <RunProgress run={run} />
        </div>
      )}
    </div>
  )
}

interface Standing {
  connection: ConnectionView
  mayManage: boolean
  isUnderWay: boolean
}

/** From one state what is allowed, and else why not. */
function reasonAgainst(
  t: ReturnType<typeof useTranslations<'accounting.overview.run'>>,
  { connection, mayManage, isUnderWay }: Standing,
): string | undefined {
  if (!mayManage) return t('mayNot')
  if (connection.status !== 'connected') return t('notConnected')
  if (connection.paused !== null) return t('isPaused')
  return isUnderWay ? t('isRunning') : undefined
}

/** What a run counts as sent or decided. */
const DONE = ['exported', 'adopted', 'drifted', 'failed', 'held'] as const

function RunProgress({ run: { running, due, isLate } }: { run: ReturnType<typeof useRun> }) {
  const t = useTranslations('accounting.overview.run')
  if (running === null) return <ProgressBar label={t(isLate ? 'late' : 'beginning')} />
  const { counts, step } = running
  if (step === 'catalogue') {
    const [read = 0, kinds] = [counts['read'], counts['kinds']]
    return <ProgressBar label={t('reading')} value={kinds === undefined ? undefined : read} max={kinds} />
  }
  const done = DONE.reduce((sum, name) => sum + (counts[name] ?? 0), 0)
  if (done + due === 0) return <ProgressBar label={t('looking')} />
  return (
    <ProgressBar
      label={t('sending')}
      value={done}
      max={done + due}
      detail={t('of', { done, all: done + due })}
    />
  )
}
