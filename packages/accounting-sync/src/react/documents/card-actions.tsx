'use client'

import { Button, ConfirmDialog, LinkButton, toast } from '@tieout/ui'
import { CircleSlash, ExternalLink, RotateCw, Send, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { exclude, include, syncDocuments, type DocumentView } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { PRODUCT } from '../use-company.ts'
import { CheckButton } from './check-button.tsx'

interface CardActionsProps {
  view: DocumentView
  documentId: string
  document: string
  system: string
  /** Somebody sent it, and wants to see it arrive. */
  onSent: () => void
}

type Action = DocumentView['actions'][number]['action']

/** What can be done now; what cannot says why. */
export function CardActions({ view, documentId, document, system, onSent }: CardActionsProps) {
  const t = useTranslations('accounting.documents')
  const { explain, may } = useScreensHost()
  const onError = (error: unknown) => toast.error(explain(error).message)
  const send = useCommand(syncDocuments, { onError, onSuccess: onSent })
  const takeBack = useCommand(include, {
    onError,
    onSuccess: () => toast.success(t('include.done', { document })),
  })
  const [leaving, setLeaving] = useState(false)
  const whyNot = (action: Action): string | undefined => {
    const refused = view.actions.find((each) => each.action === action)?.refused ?? null
    if (refused !== null) return t(`whyNot.${refused}`, { document, system })
    return action === 'view' || may('manage') ? undefined : t('bulk.notAllowed')
  }
  const isRefused = view.badge?.state === 'error'
  const isOut = view.badge?.excludedBecause != null
  const sending = isRefused ? 'retry' : 'sync'
  return (
    <>
      {view.badge?.deepLink ? (
        <LinkButton size="sm" icon={ExternalLink} href={view.badge.deepLink} target="_blank" rel="noreferrer">
          {t('view', { system: PRODUCT })}
        </LinkButton>
      ) : null}
      <CheckButton {...{ view, documentId, document, system }} />
      {isOut ? (
        <Button
          size="sm"
          icon={Undo2}
          busy={takeBack.isPending}
          disabledReason={whyNot('include')}
          onClick={() => takeBack.mutate({ entityType: 'invoice', entityId: documentId })}
        >
          {t('include.button')}
        </Button>
      ) : (
        <Button
          size="sm"
          icon={CircleSlash}
          disabledReason={whyNot('exclude')}
          onClick={() => setLeaving(true)}
        >
          {t('exclude.button')}
        </Button>
      )}
      <Button
        size="sm"
        variant="primary"
        icon={isRefused ? RotateCw : Send}
        busy={send.isPending}
        disabledReason={whyNot(sending)}
        onClick={() => send.mutate({ documentIds: [documentId] })}
      >
        {t(sending)}
      </Button>
      {leaving && <KeepOut {...{ documentId, document, system }} onClose={() => setLeaving(false)} />}
    </>
  )
}

function KeepOut(props: { documentId: string; document: string; system: string; onClose: () => void }) {
  const { documentId, document, system, onClose } = props
  const t = useTranslations('accounting.documents.exclude')
  const { explain } = useScreensHost()
  const command = useCommand(exclude, {
    onSuccess() {
      toast.success(t('done', { document }))
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { document, system })}
      confirmLabel={t('confirm', { document })}
      reason={{ hint: t('hint') }}
      busy={command.isPending}
      error={command.error ? explain(command.error).message : undefined}
      onConfirm={(reason) => command.mutate({ entityType: 'invoice', entityId: documentId, reason })}
    >
      {t('body', { document, system })}
    </ConfirmDialog>
  )
}
