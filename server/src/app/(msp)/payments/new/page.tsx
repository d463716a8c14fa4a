import { getTranslations } from 'next-intl/server'
import { NewPaymentPage } from '../../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.payments')
  return { title: t('form.title') }
}

export default function Page() {
  return <NewPaymentPage />
}
