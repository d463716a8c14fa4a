import { getTranslations } from 'next-intl/server'
import { PaymentPage } from '../../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.payments')
  return { title: t('title') }
}

export default async function Page({ params }: { params: Promise<{ paymentId: string }> }) {
  const { paymentId } = await params
  return <PaymentPage paymentId={paymentId} />
}
