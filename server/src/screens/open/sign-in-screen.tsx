'use client'

import { signIn, type ApiError, type Audience } from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, Field, TextInput, TextLink } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { safeNext } from '../../page-rules.ts'
import { loadPage } from '../../web/load-page.ts'
import { FormError } from '../form-error.tsx'
import { ChooseCompany, companiesOf } from './choose-company.tsx'
import { OpenPage } from './open-page.tsx'
import { PasswordInput } from './password-input.tsx'

/** The same form for every side of the house; what differs is who is meant and where it leads. */
export function SignInScreen({ audience }: { audience: Audience }) {
  const t = useTranslations('signIn')
  const next = useSearchParams().get('next')
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [missing, setMissing] = useState<{ email?: string; password?: string }>({})
  const command = useApiCommand(signIn, {
    refreshes: [],
    onSuccess: () => loadPage(safeNext(next, audience)),
  })
  const signInTo = (tenant?: string) => command.mutate({ email: email.trim(), password, audience, tenant })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const gaps = {
      email: email.trim().includes('@') ? undefined : t('emailMissing'),
      password: password === '' ? t('passwordMissing') : undefined,
    }
    setMissing(gaps)
    if (!gaps.email && !gaps.password) signInTo()
  }
  const companies = companiesOf(command.error)
  if (companies.length > 0) {
    return (
      <ChooseCompany
        companies={companies}
        busy={command.isPending}
        onChoose={signInTo}
        onBack={() => command.reset()}
      />
    )
  }
  return (
    <OpenPage
      title={t(`title.${audience}`)}
      description={t(`description.${audience}`)}
      aside={<OtherDoor audience={audience} />}
    >
      {/* Sent before the page is alive, a password must not end up in the address. */}
      <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <SignInError error={command.error} />
        <EmailField value={email} error={missing.email} onChange={setEmail} />
        <Field label={t('password')} error={missing.password}>
          <PasswordInput
            name="password"
            autoComplete="current-password"
            value={password}
            onValueChange={setPassword}
          />
        </Field>
        <Button type="submit" variant="primary" busy={command.isPending}>
          {t('signIn')}
        </Button>
        {audience !== 'operator' && (
          <TextLink href={`/forgot-password?audience=${audience}`} className="self-center text-sm">
            {t('forgot')}
          </TextLink>
        )}
      </form>
    </OpenPage>
  )
}

interface EmailFieldProps {
  value: string
  error: string | undefined
  onChange: (value: string) => void
}

function EmailField({ value, error, onChange }: EmailFieldProps) {
  const t = useTranslations('signIn')
  return (
    <Field label={t('email')} error={error}>
      <TextInput
        type="email"
        name="email"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </Field>
  )
}

/** A wait is said in minutes: seconds on a sign-in page only invite counting. */
function SignInError({ error }: { error: ApiError | null }) {
  const t = useTranslations('signIn')
  const problemText = useProblemText()
  const seconds = error?.problem.extra?.retryAfterSeconds
  if (error?.problem.code === 'too-many-attempts' && typeof seconds === 'number') {
    return <FormError>{t('throttled', { minutes: Math.max(1, Math.ceil(seconds / 60)) })}</FormError>
  }
  return <FormError>{problemText(error)}</FormError>
}

function OtherDoor({ audience }: { audience: Audience }) {
  const t = useTranslations('signIn')
  const href = audience === 'msp' ? '/portal/sign-in' : '/sign-in'
  return (
    <p>
      {t(`otherDoor.${audience}.question`)} <TextLink href={href}>{t(`otherDoor.${audience}.link`)}</TextLink>
    </p>
  )
}
