import { getTranslations } from 'next-intl/server'
import { PaymentListPage } from '../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.payments')
  return { title: t('title') }
}

export default function Page() {
  return <PaymentListPage />
}
