'use client'

import { ConfirmDialog, Dialog, toast } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { exclude, include, unlinkEntity, type MappingKind, type MappingRow } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { CreateCustomerDialog } from './create-customer.tsx'
import { EndFirstExportDialog, LeaveForFirstExportDialog } from './first-export-dialogs.tsx'
import { HeldList } from './held-list.tsx'
import { useRowName } from './mapping-words.ts'

export type RowDialog =
  'unlink' | 'create' | 'first_export' | 'end_first_export' | 'leave_out' | 'take_back' | 'held'

export interface RowDialogProps {
  connectionId: string
  company: string
  kind: MappingKind
  row: MappingRow
  onClose: () => void
}

/** What is asked before something is done with a row; each says what will happen. */
export function RowDialogs({ dialog, ...props }: RowDialogProps & { dialog: RowDialog }) {
  if (dialog === 'unlink') return <UnlinkDialog {...props} />
  if (dialog === 'held') return <HeldDialog {...props} />
  const { row, company, connectionId, onClose } = props
  const client = { clientId: row.entityId, name: row.name }
  if (dialog === 'create') {
    return (
      <CreateCustomerDialog connectionId={connectionId} company={company} {...client} onClose={onClose} />
    )
  }
  if (dialog === 'first_export' || dialog === 'end_first_export') {
    const About = dialog === 'first_export' ? LeaveForFirstExportDialog : EndFirstExportDialog
    return <About connectionId={connectionId} company={company} {...client} onClose={onClose} />
  }
  if (dialog === 'take_back') return <TakeBackDialog {...client} company={company} onClose={onClose} />
  return <LeaveOutDialog {...client} company={company} onClose={onClose} />
}

function UnlinkDialog({ connectionId, company, kind, row, onClose }: RowDialogProps) {
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const name = useRowName()(kind, row)
  const to = row.linked?.name ?? row.linked?.externalId ?? ''
  const unlink = useCommand(unlinkEntity, {
    onSuccess() {
      toast.success(t('unlinked', { name, to }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('unlinkTitle', { name, to })}
      confirmLabel={t('unlinkConfirm')}
      tone="danger"
      busy={unlink.isPending}
      error={unlink.error === null ? undefined : explain(unlink.error).message}
      onConfirm={() => unlink.mutate({ connectionId, kind, entityId: row.entityId })}
    >
      {t(kind === 'terms' ? 'unlinkBodyTerms' : 'unlinkBody', { name, company })}
    </ConfirmDialog>
  )
}

function HeldDialog({ connectionId, kind, row, onClose }: RowDialogProps) {
  const t = useTranslations('accounting.mapping')
  const name = useRowName()(kind, row)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('held.title', { name })}
      description={t('held.description')}
      size="lg"
    >
      <HeldList connectionId={connectionId} kind={kind} entityId={row.entityId} />
    </Dialog>
  )
}

export interface ClientDialogProps {
  clientId: string
  name: string
  company: string
  onClose: () => void
}

/** A client stays out, with a reason that shows wherever its documents do. */
export function LeaveOutDialog({ clientId, name, company, onClose }: ClientDialogProps) {
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const leaveOut = useCommand(exclude, {
    onSuccess({ held }) {
      toast.success(t('leftOut', { name }), {
        description: held > 0 ? t('nowWaiting', { count: held }) : undefined,
      })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('leaveOutTitle', { name })}
      confirmLabel={t('leaveOutConfirm', { name })}
      tone="danger"
      reason={{ label: t('leaveOutReason') }}
      busy={leaveOut.isPending}
      error={leaveOut.error === null ? undefined : explain(leaveOut.error).message}
      onConfirm={(reason) => leaveOut.mutate({ entityType: 'client', entityId: clientId, reason })}
    >
      {t('leaveOutBody', { name, company })}
    </ConfirmDialog>
  )
}

export interface TakeBackProps extends ClientDialogProps {
  entityType?: 'client' | 'invoice'
}

export function TakeBackDialog({ clientId, entityType = 'client', name, company, onClose }: TakeBackProps) {
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const takeBack = useCommand(include, {
    onSuccess({ released }) {
      toast.success(t('takenBack', { name }), {
        description: released > 0 ? t('released', { count: released }) : undefined,
      })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('takeBackTitle', { name })}
      confirmLabel={t('takeBackConfirm')}
      tone="primary"
      busy={takeBack.isPending}
      error={takeBack.error === null ? undefined : explain(takeBack.error).message}
      onConfirm={() => takeBack.mutate({ entityType, entityId: clientId })}
    >
      {t('takeBackBody', { name, company })}
    </ConfirmDialog>
  )
}
