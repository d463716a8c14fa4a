import { getTranslations } from 'next-intl/server'
import { ServicesPage } from '../../../../screens/billing-settings/pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('services.title') }
}

export default function Page() {
  return <ServicesPage />
}
