'use client'

import { ConfirmDialog, toast } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { skipOperations } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

interface LeaveOutDialogProps {
  operationIds: readonly string[]
  /** What is left out: a number, or how many. */
  what: string
  system: string
  onClose: () => void
  onDone?: () => void
}

/** Leaving something out is a decision: it has a reason, and the reason shows. */
export function LeaveOutDialog({ operationIds, what, system, onClose, onDone }: LeaveOutDialogProps) {
  const t = useTranslations('accounting.transactions.leaveOut')
  const { explain } = useScreensHost()
  const skip = useCommand(skipOperations, {
    onSuccess({ skipped }) {
      toast.success(t('done', { count: skipped }))
      onDone?.()
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { what })}
      confirmLabel={t('confirm', { what })}
      tone="danger"
      reason={{ label: t('reason'), hint: t('hint') }}
      busy={skip.isPending}
      error={skip.error ? explain(skip.error).message : undefined}
      onConfirm={(reason) => skip.mutate({ operationIds: [...operationIds], reason })}
    >
      <p>{t('body', { count: operationIds.length, system })}</p>
    </ConfirmDialog>
  )
}
