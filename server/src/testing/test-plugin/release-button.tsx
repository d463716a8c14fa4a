'use client'

import { useApiCommand, useMay, useProblemText } from '@tieout/platform/web'
import { Button, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { releaseInvoice } from './contract.ts'

export function ReleaseButton({ invoiceId, number }: { invoiceId: string; number?: string | null }) {
  const t = useTranslations('custody')
  const problemText = useProblemText()
  const release = useApiCommand(releaseInvoice, {
    refreshes: ['custody', 'inbox'],
    onError: (error) => toast.error(problemText(error) ?? ''),
  })
  return (
    <Button
      size="sm"
      busy={release.isPending}
      disabledReason={useMay('invoice:update') ? undefined : t('mayNot')}
      aria-label={number ? `${t('release')}: ${number}` : undefined}
      onClick={() => release.mutate({ invoiceId })}
    >
      {t('release')}
    </Button>
  )
}
