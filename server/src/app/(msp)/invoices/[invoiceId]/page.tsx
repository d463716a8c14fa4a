import { getTranslations } from 'next-intl/server'
import { InvoicePage } from '../../../../screens/invoices/invoice-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('invoices.list.title') }
}

export default async function Page({ params }: { params: Promise<{ invoiceId: string }> }) {
  const { invoiceId } = await params
  return <InvoicePage invoiceId={invoiceId} />
}
