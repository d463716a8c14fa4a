import { getTranslations } from 'next-intl/server'
import { HomeScreen } from '../../screens/home/home-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('home')
  return { title: t('title') }
}

export default function Page() {
  return <HomeScreen />
}
