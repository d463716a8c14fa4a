import { getTranslations } from 'next-intl/server'
import { CompanyScreen } from '../../../screens/settings/company-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('settings')
  return { title: t('title') }
}

export default function Page() {
  return <CompanyScreen />
}
