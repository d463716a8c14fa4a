'use client'

import { resetPassword } from '@tieout/platform/contract'
import { useApiCommand } from '@tieout/platform/web'
import { LinkButton, UiLink } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { signInPath } from '../../page-rules.ts'
import { DeadLink, isDeadLink, NewPasswordForm } from './new-password-form.tsx'
import { OpenPage } from './open-page.tsx'

export function ResetPasswordScreen() {
  const t = useTranslations('signIn')
  const query = useSearchParams()
  const token = query.get('token') ?? ''
  const audience = query.get('audience') === 'portal' ? 'portal' : 'msp'
  const command = useApiCommand(resetPassword, { refreshes: [] })
  if (command.isSuccess) {
    return (
      <OpenPage title={t('passwordSaved')} description={t('passwordSavedBody')}>
        <LinkButton asChild variant="primary">
          <UiLink href={signInPath(audience)}>{t('signIn')}</UiLink>
        </LinkButton>
      </OpenPage>
    )
  }
  if (isDeadLink(command.error, token)) {
    return (
      <DeadLink
        title={t('deadLink')}
        body={t('deadResetLinkBody')}
        action={{ href: `/forgot-password?audience=${audience}`, label: t('askForNewLink') }}
      />
    )
  }
  return (
    <OpenPage title={t('resetTitle')} description={t('resetBody')}>
      <NewPasswordForm
        submitLabel={t('savePassword')}
        busy={command.isPending}
        error={command.error}
        onSubmit={(password) => command.mutate({ token, password })}
      />
    </OpenPage>
  )
}
