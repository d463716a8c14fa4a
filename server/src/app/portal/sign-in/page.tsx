import { getTranslations } from 'next-intl/server'
import { SignInScreen } from '../../../screens/open/sign-in-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('signIn')
  return { title: t('title.portal') }
}

export default function Page() {
  return <SignInScreen audience="portal" />
}
