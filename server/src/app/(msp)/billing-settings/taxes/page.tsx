import { getTranslations } from 'next-intl/server'
import { TaxesPage } from '../../../../screens/billing-settings/pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('taxes.title') }
}

export default function Page() {
  return <TaxesPage />
}
