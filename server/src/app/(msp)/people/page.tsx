import { getTranslations } from 'next-intl/server'
import { UsersScreen } from '../../../screens/people/users-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('people')
  return { title: t('title') }
}

export default function Page() {
  return <UsersScreen />
}
