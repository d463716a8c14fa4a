import { getTranslations } from 'next-intl/server'
import { CreditPage } from '../../../../screens/money/money-pages.tsx'

export async function generateMetadata() {
  const t = await getTranslations('billing.credits')
  return { title: t('title') }
}

export default async function Page({ params }: { params: Promise<{ creditId: string }> }) {
  const { creditId } = await params
  return <CreditPage creditId={creditId} />
}
