'use client'

import { useApiCommand, useApiQuery, useMay, useProblemText } from '@tieout/platform/web'
import { Button, Card, ConfirmDialog, ErrorState, Skeleton } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { holdInvoice, lookUpCustody } from './contract.ts'
import { ReleaseButton } from './release-button.tsx'

export function CustodyPanel({ invoiceId }: { invoiceId: string }) {
  const t = useTranslations('custody')
  const problemText = useProblemText()
  const query = useApiQuery(lookUpCustody, { invoiceIds: [invoiceId] })
  const [asking, setAsking] = useState(false)
  const mayNot = useMay('invoice:update') ? undefined : t('mayNot')
  const hold = useApiCommand(holdInvoice, { onSuccess: () => setAsking(false) })
  if (query.isPending) return <Skeleton className="h-20 w-full" />
  if (query.error) {
    return <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
  }
  const [entry] = query.data.items
  const reason = entry?.heldBecause
  return (
    <Card title={t('title')}>
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span>{reason ? t('heldBecause', { reason }) : t(entry ? 'kept' : 'notKept')}</span>
        {reason ? (
          <ReleaseButton invoiceId={invoiceId} />
        ) : (
          <Button disabledReason={mayNot} onClick={() => setAsking(true)}>
            {t('hold')}
          </Button>
        )}
      </div>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('holdTitle')}
        confirmLabel={t('hold')}
        reason
        busy={hold.isPending}
        error={problemText(hold.error)}
        onConfirm={(why) => hold.mutate({ invoiceId, reason: why })}
      >
        {t('description')}
      </ConfirmDialog>
    </Card>
  )
}
