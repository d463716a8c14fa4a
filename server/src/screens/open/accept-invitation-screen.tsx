'use client'

import { acceptInvitation } from '@tieout/platform/contract'
import { useApiCommand } from '@tieout/platform/web'
import { useTranslations } from 'next-intl'
import { useSearchParams } from 'next/navigation'
import { homeOf } from '../../page-rules.ts'
import { loadPage } from '../../web/load-page.ts'
import { DeadLink, isDeadLink, NewPasswordForm } from './new-password-form.tsx'
import { OpenPage } from './open-page.tsx'

/** Choosing a password is all an invited person has to do; they are signed in by it. */
export function AcceptInvitationScreen() {
  const t = useTranslations('signIn')
  const token = useSearchParams().get('token') ?? ''
  const command = useApiCommand(acceptInvitation, {
    refreshes: [],
    onSuccess: (session) => loadPage(homeOf(session.audience)),
  })
  if (isDeadLink(command.error, token)) {
    return (
      <DeadLink
        title={t('deadLink')}
        body={t('deadInvitationBody')}
        action={{ href: '/sign-in', label: t('goToSignIn') }}
      />
    )
  }
  return (
    <OpenPage title={t('invitationTitle')} description={t('invitationBody')}>
      <NewPasswordForm
        submitLabel={t('acceptInvitation')}
        busy={command.isPending}
        error={command.error}
        onSubmit={(password) => command.mutate({ token, password })}
      />
    </OpenPage>
  )
}
