import { getTranslations } from 'next-intl/server'
import { AgeingPage } from '../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.receivables')
  return { title: t('title') }
}

export default function Page() {
  return <AgeingPage />
}
