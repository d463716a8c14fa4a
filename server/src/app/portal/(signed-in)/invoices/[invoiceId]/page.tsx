import { getTranslations } from 'next-intl/server'
import { PortalInvoicePage } from '../../../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.portalInvoices')
  return { title: t('title') }
}

export default async function Page({ params }: { params: Promise<{ invoiceId: string }> }) {
  const { invoiceId } = await params
  return <PortalInvoicePage invoiceId={invoiceId} />
}
