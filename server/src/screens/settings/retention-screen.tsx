'use client'

import { retentionSettings, type ResultOf } from '@tieout/platform/contract'
import { useApiCommand, useApiQuery } from '@tieout/platform/web'
import { Field, TextInput, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useFieldError } from '../field-errors.ts'
import { OnceLoaded, SettingsForm } from './settings-form.tsx'
import { useSettingsForm } from './use-settings-form.ts'

type Retention = ResultOf<typeof retentionSettings.get>

const FIELDS = ['notifications', 'mails'] as const satisfies readonly (keyof Retention)[]

/** How long things are kept that are neither money nor audit. */
export function RetentionScreen() {
  const query = useApiQuery(retentionSettings.get, {})
  return <OnceLoaded query={query}>{(stored) => <RetentionForm stored={stored} />}</OnceLoaded>
}

const isNumber = (text: string) => /^\d{1,9}$/.test(text.trim())

function RetentionForm({ stored }: { stored: Retention }) {
  const t = useTranslations('settings')
  const fieldError = useFieldError()
  const form = useSettingsForm({ notifications: String(stored.notifications), mails: String(stored.mails) })
  const [checked, setChecked] = useState(false)
  const command = useApiCommand(retentionSettings.update, {
    onSuccess() {
      form.reset()
      toast.success(t('saved'))
    },
  })
  const save = () => {
    setChecked(true)
    if (!FIELDS.every((name) => isNumber(form.values[name]))) return
    const changes = Object.entries(form.changes).map(([name, text]) => [name, Number(text)])
    command.mutate(Object.fromEntries(changes))
  }
  return (
    <SettingsForm
      title={t('retention.title')}
      dirty={form.dirty}
      busy={command.isPending}
      error={command.error}
      fields={FIELDS}
      onSave={save}
      onDiscard={() => {
        form.reset()
        command.reset()
        setChecked(false)
      }}
    >
      {FIELDS.map((name) => (
        <Field
          key={name}
          className="max-w-sm"
          label={t(`retention.fields.${name}`)}
          hint={t('retention.hint')}
          error={
            checked && !isNumber(form.values[name])
              ? t('retention.notNumber')
              : fieldError(command.error, name)
          }
        >
          <TextInput
            numeric
            inputMode="numeric"
            value={form.values[name]}
            onChange={(event) => form.set(name)(event.currentTarget.value)}
          />
        </Field>
      ))}
      <p className="text-sm text-ink-muted">{t('retention.forEver')}</p>
    </SettingsForm>
  )
}
