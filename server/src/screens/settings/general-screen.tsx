'use client'

import { generalSettings, type ResultOf } from '@tieout/platform/contract'
import { useApiCommand, useApiQuery, useMay } from '@tieout/platform/web'
import { Combobox, Field, Select, TextInput, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useMemo } from 'react'
import { isLocale, LOCALE_NAMES, LOCALES } from '../../i18n/locales.ts'
import { useFieldError } from '../field-errors.ts'
import { OnceLoaded, SettingsForm } from './settings-form.tsx'
import { useSettingsForm } from './use-settings-form.ts'

type General = ResultOf<typeof generalSettings.get>

export function GeneralScreen() {
  const query = useApiQuery(generalSettings.get, {})
  return <OnceLoaded query={query}>{(stored) => <GeneralForm stored={stored} />}</OnceLoaded>
}

function GeneralForm({ stored }: { stored: General }) {
  const t = useTranslations('settings')
  const fieldError = useFieldError()
  const { name, timeZone, locale, slug } = stored
  const form = useSettingsForm({ name, timeZone, locale })
  const command = useApiCommand(generalSettings.update, {
    // Name and time zone are everywhere: the session carries them.
    refreshes: ['settings', 'session'],
    onSuccess() {
      form.reset()
      toast.success(t('saved'))
    },
  })
  const save = () => {
    const { locale: language, ...others } = form.changes
    command.mutate({ ...others, ...(isLocale(language) && { locale: language }) })
  }
  return (
    <SettingsForm
      title={t('general.title')}
      dirty={form.dirty}
      busy={command.isPending}
      error={command.error}
      fields={['name', 'timeZone', 'locale']}
      onSave={save}
      onDiscard={() => {
        form.reset()
        command.reset()
      }}
    >
      <Field
        label={t('general.name')}
        hint={t('general.nameHint', { slug })}
        error={fieldError(command.error, 'name')}
        required
      >
        <TextInput
          maxLength={200}
          value={form.values.name}
          onChange={(event) => form.set('name')(event.currentTarget.value)}
        />
      </Field>
      <Field
        label={t('general.timeZone')}
        hint={t('general.timeZoneHint')}
        error={fieldError(command.error, 'timeZone')}
      >
        <TimeZoneChoice value={form.values.timeZone} onChange={form.set('timeZone')} />
      </Field>
      <Field
        label={t('general.language')}
        hint={t('general.languageHint')}
        error={fieldError(command.error, 'locale')}
      >
        <Select
          value={form.values.locale}
          onChange={(event) => form.set('locale')(event.currentTarget.value)}
          options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
        />
      </Field>
    </SettingsForm>
  )
}

function TimeZoneChoice({ value, onChange }: { value: string; onChange: (zone: string) => void }) {
  const may = useMay('settings:update')
  const options = useMemo(() => {
    // An older name of a zone stays choosable where it is the one stored.
    const zones = new Set([value, 'UTC', ...Intl.supportedValuesOf('timeZone')])
    return [...zones].toSorted().map((zone) => ({ value: zone, label: zone.replaceAll('_', ' ') }))
  }, [value])
  return (
    <Combobox
      value={options.find((option) => option.value === value) ?? null}
      onValueChange={(option) => option && onChange(option.value)}
      options={options}
      disabled={!may}
    />
  )
}
