'use client'

import { ConfirmDialog, toast } from '@tieout/ui'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { createCustomer, type ResultOf } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useErrorWords } from '../error-words.ts'
import { useScreensHost } from '../screens-host.tsx'

export interface CreateCustomerProps {
  connectionId: string
  company: string
  clientId: string
  name: string
  onClose: () => void
}

/** A customer made over there while somebody waits; pressed again after a lost answer, it makes no second one. */
export function CreateCustomerDialog({
  connectionId,
  company,
  clientId,
  name,
  onClose,
}: CreateCustomerProps) {
  const t = useTranslations('accounting.mapping')
  const { explain } = useScreensHost()
  const sayRefusal = useSayRefusal(name, company)
  const [refused, setRefused] = useState<string>()
  const create = useCommand(createCustomer, {
    onSuccess(result) {
      if (result.kind === 'refused' || result.kind === 'unreachable') {
        setRefused(sayRefusal(result))
        return
      }
      toast.success(t(result.kind === 'created' ? 'created' : 'adopted', { name, company }), {
        description: result.released > 0 ? t('released', { count: result.released }) : undefined,
      })
      onClose()
    },
  })
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('createTitle', { name, company })}
      confirmLabel={t('createConfirm', { company })}
      tone="primary"
      busy={create.isPending}
      error={create.error === null ? refused : explain(create.error).message}
      onConfirm={() => {
        setRefused(undefined)
        create.mutate({ connectionId, clientId })
      }}
    >
      {t('createBody', { name, company })}
    </ConfirmDialog>
  )
}

type Refusal = Extract<ResultOf<typeof createCustomer>, { kind: 'refused' | 'unreachable' }>

function useSayRefusal(document: string, system: string): (refusal: Refusal) => string {
  const t = useTranslations('accounting.mapping')
  const errorWords = useErrorWords()
  return (refusal) => {
    if (refusal.kind === 'unreachable') return t('unreachable', { company: system })
    if (refusal.code === 'duplicate_name') return t('nameTaken', { name: document, company: system })
    const { sentence, fix } = errorWords(refusal.code, { document, system })
    return `${sentence} ${fix}`
  }
}
