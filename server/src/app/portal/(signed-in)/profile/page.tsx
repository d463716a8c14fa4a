import { getTranslations } from 'next-intl/server'
import { ProfileScreen } from '../../../../screens/profile/profile-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('profile')
  return { title: t('title') }
}

export default function Page() {
  return <ProfileScreen />
}
