import { getTranslations } from 'next-intl/server'
import { ClientPage } from '../../../../screens/clients/client-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing')
  return { title: t('clients.title') }
}

export default async function Page({ params }: { params: Promise<{ clientId: string }> }) {
  const { clientId } = await params
  return <ClientPage clientId={clientId} />
}
