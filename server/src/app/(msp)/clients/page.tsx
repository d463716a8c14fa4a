import { getTranslations } from 'next-intl/server'
import { ClientListPage } from '../../../screens/clients/client-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('clients.title') }
}

export default function Page() {
  return <ClientListPage />
}
