'use client'

import type { ApiError } from '@tieout/platform/contract'
import { useMay, useProblemText } from '@tieout/platform/web'
import { Banner, Button, Card, ErrorState, LeaveGuard, Skeleton } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import type { FormEvent, ReactNode } from 'react'
import { isAboutFields } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'

export interface SettingsFormProps {
  title: string
  dirty: boolean
  busy: boolean
  error: ApiError | null
  /** Fields that say themselves what is wrong with them. */
  fields: readonly string[]
  onSave: () => void
  onDiscard: () => void
  children: ReactNode
}

export function SettingsForm(props: SettingsFormProps) {
  const { title, dirty, busy, error, fields, onSave, onDiscard, children } = props
  const t = useTranslations('settings')
  const router = useRouter()
  const may = useMay('settings:update')
  const problemText = useProblemText()
  const reasonAgainst = !may ? t('mayNot') : dirty ? undefined : t('nothingChanged')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!reasonAgainst) onSave()
  }
  return (
    <form noValidate onSubmit={submit} className="flex flex-col gap-4">
      {!may && <Banner>{t('readOnly')}</Banner>}
      <Card
        title={title}
        footer={
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" variant="primary" busy={busy} disabledReason={reasonAgainst}>
              {t('save')}
            </Button>
            {dirty && <Button onClick={onDiscard}>{t('discard')}</Button>}
            {dirty && <span role="status">{t('unsaved')}</span>}
          </div>
        }
      >
        <fieldset disabled={!may} className="flex flex-col gap-4">
          <legend className="sr-only">{title}</legend>
          {!isAboutFields(error, fields) && <FormError>{problemText(error)}</FormError>}
          {children}
        </fieldset>
      </Card>
      <LeaveGuard dirty={dirty} onGo={router.push} />
    </form>
  )
}

interface StoredProps<Stored> {
  query: { data: Stored | undefined; error: ApiError | null; refetch: () => unknown }
  children: (stored: Stored) => ReactNode
}

/** The form begins from what is stored, so it waits until that is here. */
export function OnceLoaded<Stored>({ query, children }: StoredProps<Stored>) {
  const problemText = useProblemText()
  if (query.data) return children(query.data)
  if (!query.error) return <Skeleton className="h-96 w-full" />
  return <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
}
