import { getTranslations } from 'next-intl/server'
import { CreditListPage } from '../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.credits')
  return { title: t('title') }
}

export default function Page() {
  return <CreditListPage />
}
