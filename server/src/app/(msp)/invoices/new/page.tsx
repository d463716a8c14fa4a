import { getTranslations } from 'next-intl/server'
import { NewInvoicePage } from '../../../../screens/invoices/invoice-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('editor.newTitle.standard') }
}

export default function Page() {
  return <NewInvoicePage />
}
