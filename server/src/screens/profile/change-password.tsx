'use client'

import { changePassword, SHORTEST_PASSWORD } from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, Card, Field, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { PasswordInput } from '../open/password-input.tsx'

const EMPTY = { current: '', next: '' }

export function ChangePassword() {
  const t = useTranslations('profile')
  const open = useTranslations('signIn')
  const problemText = useProblemText()
  const fieldError = useFieldError()
  const [typed, setTyped] = useState(EMPTY)
  const [gaps, setGaps] = useState<{ current?: string; next?: string }>({})
  const command = useApiCommand(changePassword, {
    refreshes: ['session', 'profile'],
    onSuccess() {
      setTyped(EMPTY)
      toast.success(t('passwordChanged'))
    },
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const found = {
      current: typed.current === '' ? t('currentMissing') : undefined,
      next:
        [...typed.next].length < SHORTEST_PASSWORD
          ? open('passwordTooShort', { count: SHORTEST_PASSWORD })
          : undefined,
    }
    setGaps(found)
    if (!found.current && !found.next) {
      command.mutate({ currentPassword: typed.current, newPassword: typed.next })
    }
  }
  const { error } = command
  return (
    <Card title={t('password')} description={t('passwordHint')}>
      <form method="post" noValidate onSubmit={submit} className="flex max-w-sm flex-col gap-4">
        {!isAboutFields(error, ['currentPassword', 'newPassword']) && (
          <FormError>{problemText(error)}</FormError>
        )}
        <Field
          label={t('currentPassword')}
          error={gaps.current ?? fieldError(error, 'currentPassword')}
          required
        >
          <PasswordInput
            name="current-password"
            autoComplete="current-password"
            value={typed.current}
            onValueChange={(current) => setTyped((now) => ({ ...now, current }))}
          />
        </Field>
        <Field
          label={open('newPassword')}
          hint={open('passwordRules', { count: SHORTEST_PASSWORD })}
          error={gaps.next ?? fieldError(error, 'newPassword')}
          required
        >
          <PasswordInput
            name="new-password"
            autoComplete="new-password"
            value={typed.next}
            onValueChange={(next) => setTyped((now) => ({ ...now, next }))}
          />
        </Field>
        <Button type="submit" variant="primary" busy={command.isPending} className="self-start">
          {t('changePassword')}
        </Button>
      </form>
    </Card>
  )
}
