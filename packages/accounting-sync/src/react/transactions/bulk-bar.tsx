'use client'

import { Button, toast } from '@tieout/ui'
import { RotateCw, SkipForward } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { retryOperations, type OperationView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { LeaveOutDialog } from './leave-out-dialog.tsx'
import { whyNot, type TransactionAction } from './transaction-actions.ts'

interface BulkBarProps {
  /** The chosen ones that are on the page. */
  chosen: readonly OperationView[]
  system: string
  onDone: () => void
}

/** What can be done about all that were ticked; each button counts those it is for. */
export function BulkBar({ chosen, system, onDone }: BulkBarProps) {
  const t = useTranslations('accounting.transactions')
  const { explain, may } = useScreensHost()
  const [leaving, setLeaving] = useState(false)
  const idsFor = (action: TransactionAction) =>
    chosen.filter((one) => whyNot(action, one, true) === null).map(({ operationId }) => operationId)
  const [again, out] = [idsFor('retry'), idsFor('leaveOut')]
  const reasonAgainst = (ids: readonly string[]) => {
    if (!may('manage')) return t('whyNot.notAllowed')
    return ids.length === 0 ? t('bulk.noneOfThese') : undefined
  }
  const retry = useCommand(retryOperations, {
    onError: (error) => toast.error(explain(error).message),
    onSuccess({ retried }) {
      toast.success(t('retry.done', { count: retried }))
      onDone()
    },
  })
  return (
    <div
      role="group"
      aria-label={t('bulk.label')}
      className="mb-2 flex flex-wrap items-center gap-2 rounded-md border border-accent-line bg-accent-soft px-3 py-1.5 text-sm"
    >
      <span className="mr-auto tabular-nums">{t('bulk.chosen', { count: chosen.length })}</span>
      <Button
        size="sm"
        icon={RotateCw}
        busy={retry.isPending}
        disabledReason={reasonAgainst(again)}
        onClick={() => retry.mutate({ operationIds: again })}
      >
        {t('bulk.retry', { count: again.length })}
      </Button>
      <Button
        size="sm"
        icon={SkipForward}
        disabledReason={reasonAgainst(out)}
        onClick={() => setLeaving(true)}
      >
        {t('bulk.leaveOut', { count: out.length })}
      </Button>
      <Button size="sm" variant="ghost" onClick={onDone}>
        {t('bulk.clear')}
      </Button>
      {leaving && (
        <LeaveOutDialog
          operationIds={out}
          what={t('bulk.documents', { count: out.length })}
          system={system}
          onClose={() => setLeaving(false)}
          onDone={onDone}
        />
      )}
    </div>
  )
}
