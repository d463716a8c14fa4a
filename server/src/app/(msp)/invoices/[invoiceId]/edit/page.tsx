import { getTranslations } from 'next-intl/server'
import { EditInvoicePage } from '../../../../../screens/invoices/invoice-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('editor.pageTitle') }
}

export default async function Page({ params }: { params: Promise<{ invoiceId: string }> }) {
  const { invoiceId } = await params
  return <EditInvoicePage invoiceId={invoiceId} />
}
