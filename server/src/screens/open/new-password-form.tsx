'use client'

import { SHORTEST_PASSWORD, type ApiError } from '@tieout/platform/contract'
import { useProblemText } from '@tieout/platform/web'
import { Button, Field, LinkButton, UiLink } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { OpenPage } from './open-page.tsx'
import { PasswordInput } from './password-input.tsx'

export interface NewPasswordFormProps {
  submitLabel: string
  busy: boolean
  error: ApiError | null
  onSubmit: (password: string) => void
}

/** The rules stand above the field: nobody should learn them by being refused. */
export function NewPasswordForm({ submitLabel, busy, error, onSubmit }: NewPasswordFormProps) {
  const t = useTranslations('signIn')
  const fieldError = useFieldError()
  const problemText = useProblemText()
  const [password, setPassword] = useState('')
  const [tooShort, setTooShort] = useState(false)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const short = [...password].length < SHORTEST_PASSWORD
    setTooShort(short)
    if (!short) onSubmit(password)
  }
  const shown = tooShort ? t('passwordTooShort', { count: SHORTEST_PASSWORD }) : fieldError(error, 'password')
  return (
    <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
      {!isAboutFields(error, ['password']) && <FormError>{problemText(error)}</FormError>}
      <Field label={t('newPassword')} hint={t('passwordRules', { count: SHORTEST_PASSWORD })} error={shown}>
        <PasswordInput
          name="password"
          autoComplete="new-password"
          value={password}
          onValueChange={setPassword}
        />
      </Field>
      <Button type="submit" variant="primary" busy={busy}>
        {submitLabel}
      </Button>
    </form>
  )
}

/** The link itself is at fault, and no other password would help. */
export const isDeadLink = (error: ApiError | null, token: string): boolean => {
  if (token.length < 20) return true
  if (!error) return false
  const { code, fields = [] } = error.problem
  return code.startsWith('link-') || code === 'not-found' || fields.some((each) => each.field === 'token')
}

export interface DeadLinkProps {
  title: string
  body: string
  action: { href: string; label: string }
}

export function DeadLink({ title, body, action }: DeadLinkProps) {
  return (
    <OpenPage title={title} description={body}>
      <LinkButton asChild variant="primary">
        <UiLink href={action.href}>{action.label}</UiLink>
      </LinkButton>
    </OpenPage>
  )
}
