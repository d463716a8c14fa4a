import { getTranslations } from 'next-intl/server'
import { RolesScreen } from '../../../../screens/people/roles-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('people')
  return { title: t('roles.title') }
}

export default function Page() {
  return <RolesScreen />
}
