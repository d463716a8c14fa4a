import { getTranslations } from 'next-intl/server'
import { StatementPage } from '../../../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.receivables')
  return { title: t('statement.short') }
}

export default async function Page({ params }: { params: Promise<{ clientId: string }> }) {
  const { clientId } = await params
  return <StatementPage clientId={clientId} />
}
