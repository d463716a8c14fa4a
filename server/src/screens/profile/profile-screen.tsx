'use client'

import { updateProfile } from '@tieout/platform/contract'
import { useApiCommand, useProblemText, useSession } from '@tieout/platform/web'
import { Button, Card, Field, PageHeader, Select, TextInput, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isLocale, LOCALE_NAMES, LOCALES } from '../../i18n/locales.ts'
import { LOCALE_COOKIE, rememberChoice } from '../../web/theme-cookie.ts'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { ChangePassword } from './change-password.tsx'
import { MySessions } from './my-sessions.tsx'

export function ProfileScreen() {
  const t = useTranslations('profile')
  const { who } = useSession()
  return (
    <>
      <PageHeader title={t('title')} description={who.email} />
      <div className="flex flex-col gap-4">
        <div className="grid items-start gap-4 lg:grid-cols-2">
          <AboutMe />
          <ChangePassword />
        </div>
        <MySessions />
      </div>
    </>
  )
}

function AboutMe() {
  const t = useTranslations('profile')
  const { who, locale } = useSession()
  const problemText = useProblemText()
  const fieldError = useFieldError()
  const [name, setName] = useState(who.displayName)
  const [language, setLanguage] = useState(isLocale(locale) ? locale : 'en')
  const [missing, setMissing] = useState(false)
  const command = useApiCommand(updateProfile, {
    refreshes: ['session', 'profile'],
    onSuccess(saved) {
      toast.success(t('saved'))
      if (saved.locale === locale) return
      // The words come with the page, so another language is another page.
      if (isLocale(saved.locale)) rememberChoice(LOCALE_COOKIE, saved.locale)
      window.location.reload()
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const gone = name.trim() === ''
    setMissing(gone)
    if (!gone) command.mutate({ displayName: name.trim(), locale: language })
  }
  return (
    <Card title={t('about')}>
      <form noValidate onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        {!isAboutFields(command.error, ['displayName', 'locale']) && (
          <FormError>{problemText(command.error)}</FormError>
        )}
        <Field
          label={t('name')}
          hint={t('nameHint')}
          error={missing ? t('nameMissing') : fieldError(command.error, 'displayName')}
          required
        >
          <TextInput
            autoComplete="name"
            maxLength={200}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
        </Field>
        <Field label={t('language')} hint={t('languageHint')}>
          <Select
            value={language}
            onChange={(event) =>
              isLocale(event.currentTarget.value) && setLanguage(event.currentTarget.value)
            }
            options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          />
        </Field>
        <Button type="submit" variant="primary" busy={command.isPending} className="self-start">
          {t('save')}
        </Button>
      </form>
    </Card>
  )
}
