import { getTranslations } from 'next-intl/server'
import { PortalCreditsScreen } from '@tieout/billing/screens'

export async function generateMetadata() {
  const t = await getTranslations('billing.portalInvoices')
  return { title: t('credits.title') }
}

export default function Page() {
  return <PortalCreditsScreen />
}
