'use client'

import { Button, Dialog, Field, TextInput, useDateText } from '@tieout/ui'
import { useId, useState, type FormEvent } from 'react'
import { useNow, useTimeZone, useTranslations } from 'use-intl'
import type { ConnectionView } from '../../contract/index.ts'
import { nameOf } from '../use-company.ts'
import { useSettings } from './use-settings.ts'

/** The first day is chosen, and before anything is switched on it is said exactly what will happen. */
export function GoLiveDialog({ connection, onClose }: { connection: ConnectionView; onClose: () => void }) {
  const t = useTranslations('accounting.settings.goLive')
  const formId = useId()
  const dateText = useDateText()
  const today = useToday()
  const [day, setDay] = useState(connection.settings.goLiveDate ?? today)
  const settings = useSettings(connection, { onSaved: onClose })
  const isDay = /^\d{4}-\d{2}-\d{2}$/.test(day)
  const words = { company: nameOf(connection), day: isDay ? dateText(day) : '…' }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isDay && !settings.isBusy) settings.change({ autoSync: true, goLiveDate: day })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && !settings.isBusy && onClose()}
      title={t('title', words)}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            busy={settings.isBusy}
            disabledReason={isDay ? undefined : t('noDay')}
          >
            {t('confirm', words)}
          </Button>
        </>
      }
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        <Field
          label={t('day')}
          hint={t('dayHint')}
          error={isDay ? undefined : t('noDay')}
          className="max-w-64"
        >
          <TextInput type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        </Field>
        <div>
          <p className="mb-1 font-medium text-ink">{t('whatHappens')}</p>
          <ul className="list-disc space-y-1 pl-4 text-ink-muted">
            <li>{t('goOut', words)}</li>
            <li>{t('stay', words)}</li>
            <li>{t('before')}</li>
            <li>{t('gaps')}</li>
            {connection.company.numbersItself && <li>{t('numbers', words)}</li>}
          </ul>
        </div>
        {settings.error !== undefined && (
          <p role="alert" className="text-danger">
            {settings.error}
          </p>
        )}
      </form>
    </Dialog>
  )
}

/** Where the tenant is. */
function useToday(): string {
  const timeZone = useTimeZone() ?? 'UTC'
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(useNow())
}
