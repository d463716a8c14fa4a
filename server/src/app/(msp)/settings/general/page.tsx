import { getTranslations } from 'next-intl/server'
import { GeneralScreen } from '../../../../screens/settings/general-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('settings')
  return { title: t('general.title') }
}

export default function Page() {
  return <GeneralScreen />
}
