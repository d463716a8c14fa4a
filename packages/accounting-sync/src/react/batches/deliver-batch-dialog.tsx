'use client'

import { ConfirmDialog, Skeleton, toast } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { deliverBatch, validateBatch, type BatchView } from '../../contract/index.ts'
import { useAsked, useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { countsOf, WhatWillHappen } from './line-states.tsx'

export interface BatchDialogProps {
  batch: BatchView
  system: string
  refresh: () => void
  onClose: () => void
}

/** Says what will happen to every document before it does. */
export function DeliverBatchDialog({ batch, system, refresh, onClose }: BatchDialogProps) {
  const t = useTranslations('accounting.batches.deliver')
  const { explain } = useScreensHost()
  const judged = useAsked(validateBatch, { batchId: batch.batchId })
  const deliver = useCommand(deliverBatch, {
    onSuccess({ delivery, documents }) {
      const going = (delivery?.queued ?? 0) + (delivery?.joined ?? 0)
      toast.success(t('done', { count: going, left: documents - going }))
      onClose()
    },
    // Somebody else was at it: what stands there now is shown.
    onError: refresh,
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { count: batch.documents })}
      confirmLabel={t('confirm', { count: batch.documents })}
      busy={deliver.isPending || judged.isPending}
      error={deliver.error ? explain(deliver.error).message : undefined}
      onConfirm={() => deliver.mutate({ batchId: batch.batchId, version: batch.version })}
    >
      {judged.data ? (
        <>
          <WhatWillHappen counts={countsOf(judged.data.documents)} system={system} />
          {judged.data.gone > 0 && <p className="mt-1">{t('gone', { count: judged.data.gone })}</p>}
        </>
      ) : (
        <Skeleton className="w-2/3" />
      )}
    </ConfirmDialog>
  )
}
