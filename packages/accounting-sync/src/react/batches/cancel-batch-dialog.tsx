'use client'

import { ConfirmDialog, toast } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { cancelBatch } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import type { BatchDialogProps } from './deliver-batch-dialog.tsx'

/** Says what is taken back, and what arrives all the same. */
export function CancelBatchDialog({ batch, system, refresh, onClose }: BatchDialogProps) {
  const t = useTranslations('accounting.batches.cancel')
  const { explain } = useScreensHost()
  const cancel = useCommand(cancelBatch, {
    onSuccess({ takenBack, givenBack }) {
      toast.success(t('done', { count: takenBack, waiting: givenBack }))
      onClose()
    },
    onError: refresh,
  })
  const { pending, failed, in_progress, done } = batch.lines
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      confirmLabel={t('confirm')}
      tone="danger"
      reason={{ label: t('reason'), hint: t('hint') }}
      busy={cancel.isPending}
      error={cancel.error ? explain(cancel.error).message : undefined}
      onConfirm={(reason) => cancel.mutate({ batchId: batch.batchId, version: batch.version, reason })}
    >
      {batch.status === 'draft' ? (
        <p>{t('draft')}</p>
      ) : (
        <ul className="flex flex-col gap-1">
          <li>{t('takesBack', { count: pending + failed })}</li>
          {in_progress > 0 && <li>{t('arrives', { count: in_progress, system })}</li>}
          {done > 0 && <li>{t('stays', { count: done, system })}</li>}
        </ul>
      )}
    </ConfirmDialog>
  )
}
