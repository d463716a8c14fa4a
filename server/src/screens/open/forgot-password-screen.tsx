'use client'

import { forgotPassword } from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, Field, TextInput, TextLink } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { signInPath } from '../../page-rules.ts'
import { FormError } from '../form-error.tsx'
import { OpenPage } from './open-page.tsx'

export function ForgotPasswordScreen() {
  const t = useTranslations('signIn')
  const audience = useSearchParams().get('audience') === 'portal' ? 'portal' : 'msp'
  const [email, setEmail] = useState('')
  const [missing, setMissing] = useState<string>()
  const command = useApiCommand(forgotPassword, { refreshes: [] })
  const problemText = useProblemText()
  const back = <TextLink href={signInPath(audience)}>{t('backToSignIn')}</TextLink>
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const gap = email.trim().includes('@') ? undefined : t('emailMissing')
    setMissing(gap)
    if (!gap) command.mutate({ email: email.trim(), audience })
  }
  if (command.isSuccess) {
    return (
      <OpenPage title={t('linkSent')} description={t('linkSentBody', { email: email.trim() })} aside={back}>
        <p className="text-sm text-ink-muted">{t('linkSentHint')}</p>
      </OpenPage>
    )
  }
  return (
    <OpenPage title={t('forgotTitle')} description={t('forgotBody')} aside={back}>
      <form method="post" noValidate onSubmit={submit} className="flex flex-col gap-4">
        <FormError>{problemText(command.error)}</FormError>
        <Field label={t('email')} error={missing}>
          <TextInput
            type="email"
            name="email"
            autoComplete="username"
            autoFocus
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
          />
        </Field>
        <Button type="submit" variant="primary" busy={command.isPending}>
          {t('sendLink')}
        </Button>
      </form>
    </OpenPage>
  )
}
