'use client'

import { Button, toast } from '@tieout/ui'
import { RotateCw, SkipForward, Zap } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { retryOperations, syncDocuments } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { LeaveOutDialog } from './leave-out-dialog.tsx'
import { whyNot, type TransactionAction } from './transaction-actions.ts'
import type { OneTransaction } from './use-standing-words.ts'

/** What can be done about one transaction; what cannot says why. */
export function TransactionButtons({ one, system }: { one: OneTransaction; system: string }) {
  const t = useTranslations('accounting.transactions')
  const { explain, may } = useScreensHost()
  const [leaving, setLeaving] = useState(false)
  const said = { onError: (error: unknown) => toast.error(explain(error).message) }
  const retry = useCommand(retryOperations, {
    ...said,
    onSuccess: ({ retried }) => toast.success(t('retry.done', { count: retried })),
  })
  const now = useCommand(syncDocuments, {
    ...said,
    onSuccess: () => toast.success(t('now.done', { number: one.number })),
  })
  const reasonAgainst = (action: TransactionAction) => {
    const reason = whyNot(action, one, may('manage'))
    return reason === null ? undefined : t(`whyNot.${reason}`)
  }
  return (
    <>
      {one.status === 'pending' ? (
        <Button
          variant="primary"
          icon={Zap}
          busy={now.isPending}
          disabledReason={reasonAgainst('now')}
          onClick={() => now.mutate({ documentIds: [one.documentId] })}
        >
          {t('now.button')}
        </Button>
      ) : (
        <Button
          variant={one.status === 'failed' ? 'primary' : 'secondary'}
          icon={RotateCw}
          busy={retry.isPending}
          disabledReason={reasonAgainst('retry')}
          onClick={() => retry.mutate({ operationIds: [one.operationId] })}
        >
          {t('retry.button')}
        </Button>
      )}
      <Button icon={SkipForward} disabledReason={reasonAgainst('leaveOut')} onClick={() => setLeaving(true)}>
        {t('leaveOut.button')}
      </Button>
      {leaving && (
        <LeaveOutDialog
          operationIds={[one.operationId]}
          what={one.number}
          system={system}
          onClose={() => setLeaving(false)}
        />
      )}
    </>
  )
}
