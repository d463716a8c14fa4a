'use client'

import type { ApiError } from '@tieout/platform/contract'
import { useApiCommand } from '@tieout/platform/web'
import { Banner, Button, toast, useInstantText } from '@tieout/ui'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import { createClient, updateClient, type ClientView } from '../contract/index.ts'
import { ClientForm } from './client-form.tsx'
import { FormDialog } from './form-dialog.tsx'
import { changedFields, emptyForm, formOf } from './form-values.ts'
import { useRefusalText } from './words.ts'

export function NewClientDialog(props: { onClose: () => void; onCreated?: (client: ClientView) => void }) {
  const t = useTranslations('billing')
  const refusalText = useRefusalText()
  const formId = useId()
  const create = useApiCommand(createClient, {
    onSuccess(client) {
      toast.success(t('form.created', { name: client.displayName }))
      props.onClose()
      props.onCreated?.(client)
    },
  })
  return (
    <FormDialog
      title={t('form.newTitle')}
      formId={formId}
      submitLabel={t('form.create')}
      busy={create.isPending}
      onClose={props.onClose}
    >
      <ClientForm
        id={formId}
        initial={emptyForm}
        refused={fieldsOf(create.error)}
        problem={refusalText(create.error)}
        onSubmit={(fields) => create.mutate(fields)}
      />
    </FormDialog>
  )
}

export interface EditClientDialogProps {
  client: ClientView
  onClose: () => void
  /** Fetches the client as it is now. */
  onReload: () => Promise<ClientView | undefined>
}

/** Keeps to the client it was opened with: a refresh behind it must not wipe out what was typed. */
export function EditClientDialog({ client, onClose, onReload }: EditClientDialogProps) {
  const t = useTranslations('billing')
  const refusalText = useRefusalText()
  const formId = useId()
  const [base, setBase] = useState(client)
  const update = useApiCommand(updateClient, {
    onSuccess(saved) {
      toast.success(t('form.saved', { name: saved.displayName }))
      onClose()
    },
  })
  const isOutdated = update.error?.problem.code === 'changed-meanwhile'
  const loadNewest = async () => {
    const newest = await onReload()
    if (!newest) return
    setBase(newest)
    update.reset()
  }
  return (
    <FormDialog
      title={t('form.editTitle', { name: base.displayName })}
      formId={formId}
      submitLabel={t('form.save')}
      busy={update.isPending}
      onClose={onClose}
    >
      {isOutdated && update.error && <Outdated error={update.error} onLoadNewest={loadNewest} />}
      <ClientForm
        key={base.version}
        id={formId}
        initial={formOf(base)}
        known={base}
        refused={fieldsOf(update.error)}
        problem={isOutdated ? undefined : refusalText(update.error)}
        onSubmit={(fields) =>
          update.mutate({
            clientId: base.clientId,
            version: base.version,
            ...changedFields(base, fields),
          })
        }
      />
    </FormDialog>
  )
}

const fieldsOf = (error: ApiError | null) => error?.problem.fields ?? []

function Outdated({ error, onLoadNewest }: { error: ApiError; onLoadNewest: () => Promise<void> }) {
  const t = useTranslations('billing.outdated')
  const instantText = useInstantText()
  const { changedBy, changedAt } = error.problem.extra ?? {}
  return (
    <div className="mb-4">
      <Banner
        tone="danger"
        title={t('title', { name: String(changedBy), when: instantText(String(changedAt)) })}
        action={
          <Button size="sm" onClick={onLoadNewest}>
            {t('loadNewest')}
          </Button>
        }
      >
        {t('body')}
      </Banner>
    </div>
  )
}
