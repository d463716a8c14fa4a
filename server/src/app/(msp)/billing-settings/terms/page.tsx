import { getTranslations } from 'next-intl/server'
import { TermsPage } from '../../../../screens/billing-settings/pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('terms.title') }
}

export default function Page() {
  return <TermsPage />
}
