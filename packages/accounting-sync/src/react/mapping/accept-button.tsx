'use client'

import { Button, ConfirmDialog, toast } from '@tieout/ui'
import { CheckCheck } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl'
import { acceptSuggestions, type MappingKind } from '../../contract/index.ts'
import { useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

interface AcceptButtonProps {
  connectionId: string
  company: string
  kind: MappingKind
  /** Those with exactly one counterpart of exactly their name. */
  exact: readonly string[]
}

/** What needs no judgement is linked at once; everything else stays for a person. */
export function AcceptButton({ connectionId, company, kind, exact }: AcceptButtonProps) {
  const t = useTranslations('accounting.mapping')
  const { may, explain } = useScreensHost()
  const [asking, setAsking] = useState(false)
  const accept = useCommand(acceptSuggestions, {
    onSuccess({ linked, released, left }) {
      setAsking(false)
      const more = [
        released > 0 ? t('released', { count: released }) : null,
        left.length > 0 ? t('acceptLeft', { count: left.length }) : null,
      ]
      toast.success(t('accepted', { count: linked }), {
        description: more.filter((each) => each !== null).join(' ') || undefined,
      })
    },
  })
  if (exact.length === 0) return null
  const ask = () => {
    accept.reset()
    setAsking(true)
  }
  return (
    <>
      <Button
        variant="primary"
        icon={CheckCheck}
        disabledReason={may('manage') ? undefined : t('mayNot')}
        onClick={ask}
      >
        {t('accept', { count: exact.length })}
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title={t('acceptTitle', { count: exact.length })}
        confirmLabel={t('accept', { count: exact.length })}
        tone="primary"
        busy={accept.isPending}
        error={accept.error === null ? undefined : explain(accept.error).message}
        onConfirm={() => accept.mutate({ connectionId, kind, entityIds: [...exact] })}
      >
        {t('acceptBody', { company })}
      </ConfirmDialog>
    </>
  )
}
