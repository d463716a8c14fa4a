import { getTranslations } from 'next-intl/server'
import { ResetPasswordScreen } from '../../../screens/open/reset-password-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('signIn')
  return { title: t('resetTitle') }
}

export default function Page() {
  return <ResetPasswordScreen />
}
