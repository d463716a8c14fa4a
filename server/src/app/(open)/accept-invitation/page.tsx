import { getTranslations } from 'next-intl/server'
import { AcceptInvitationScreen } from '../../../screens/open/accept-invitation-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('signIn')
  return { title: t('invitationTitle') }
}

export default function Page() {
  return <AcceptInvitationScreen />
}
