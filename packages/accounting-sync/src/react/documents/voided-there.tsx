'use client'

import { Banner, Button, ConfirmDialog, toast } from '@tieout/ui'
import { Undo2 } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { reissueDocument, type DocumentView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

interface VoidedThereProps {
  view: DocumentView
  documentId: string
  document: string
  system: string
  /** The host's own way of cancelling it here. */
  cancelHere?: ReactNode
  onSent: () => void
}

/** It was voided or deleted over there: cancelled here too, or issued there again. */
export function VoidedThere({ view, document, system, cancelHere, ...rest }: VoidedThereProps) {
  const t = useTranslations('accounting.documents')
  const { may } = useScreensHost()
  const [asking, setAsking] = useState(false)
  const { theirStanding: standing } = view
  if (view.badge?.state !== 'drift' || standing === null || standing === 'standing') return null
  return (
    <>
      <Banner
        tone="warning"
        title={t(`voidedThere.${standing}`, { document, system })}
        action={
          <span className="flex flex-wrap gap-2">
            {cancelHere}
            <Button
              size="sm"
              icon={Undo2}
              disabledReason={may('manage') ? undefined : t('bulk.notAllowed')}
              onClick={() => setAsking(true)}
            >
              {t('voidedThere.reissue')}
            </Button>
          </span>
        }
      />
      {asking && <Reissue {...{ standing, document, system }} {...rest} onClose={() => setAsking(false)} />}
    </>
  )
}

interface ReissueProps extends Pick<VoidedThereProps, 'documentId' | 'document' | 'system' | 'onSent'> {
  standing: 'voided' | 'deleted'
  onClose: () => void
}

function Reissue({ standing, documentId, document, system, onSent, onClose }: ReissueProps) {
  const t = useTranslations('accounting.documents.voidedThere')
  const { explain } = useScreensHost()
  const command = useCommand(reissueDocument, {
    onSuccess() {
      toast.success(t('done', { document, system }))
      onSent()
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { document, system })}
      confirmLabel={t('reissue')}
      busy={command.isPending}
      error={command.error ? explain(command.error).message : undefined}
      onConfirm={() => command.mutate({ documentId })}
    >
      {t(standing === 'voided' ? 'over' : 'anew', { document, system })}
    </ConfirmDialog>
  )
}
