import { getTranslations } from 'next-intl/server'
import { ForgotPasswordScreen } from '../../../screens/open/forgot-password-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('signIn')
  return { title: t('forgotTitle') }
}

export default function Page() {
  return <ForgotPasswordScreen />
}
