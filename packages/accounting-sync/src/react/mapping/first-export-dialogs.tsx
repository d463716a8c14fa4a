'use client'

import { ConfirmDialog, toast } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { leaveForFirstExport, takeBackFirstExport } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import type { CreateCustomerProps } from './create-customer.tsx'
import { useScreensHost } from '../screens-host.tsx'

/** One client gets a customer over there with its first document, whatever the company does for all others. */
export function LeaveForFirstExportDialog(props: CreateCustomerProps) {
  const { connectionId, company, clientId, name, onClose } = props
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const leave = useCommand(leaveForFirstExport, {
    onSuccess({ released }) {
      toast.success(t('firstExport.one.done', { name, company }), {
        description: released > 0 ? t('released', { count: released }) : undefined,
      })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('firstExport.one.title', { name, company })}
      confirmLabel={t('actions.firstExport')}
      tone="primary"
      busy={leave.isPending}
      error={leave.error === null ? undefined : explain(leave.error).message}
      onConfirm={() => leave.mutate({ connectionId, clientId })}
    >
      {t('firstExport.one.body', { name, company })}
    </ConfirmDialog>
  )
}

export function EndFirstExportDialog({
  connectionId,
  company,
  clientId,
  name,
  onClose,
}: CreateCustomerProps) {
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const end = useCommand(takeBackFirstExport, {
    onSuccess() {
      toast.success(t('firstExport.one.ended', { name }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('firstExport.one.endTitle', { name })}
      confirmLabel={t('actions.endFirstExport')}
      tone="primary"
      busy={end.isPending}
      error={end.error === null ? undefined : explain(end.error).message}
      onConfirm={() => end.mutate({ connectionId, clientId })}
    >
      {t('firstExport.one.endBody', { name, company })}
    </ConfirmDialog>
  )
}
