import { getTranslations } from 'next-intl/server'
import { InvoiceListPage } from '../../../screens/invoices/invoice-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('invoices.list.title') }
}

export default function Page() {
  return <InvoiceListPage />
}
