import { getTranslations } from 'next-intl/server'
import { PortalInvoicesScreen } from '@tieout/billing/screens'

export async function generateMetadata() {
  const t = await getTranslations('billing.portalInvoices')
  return { title: t('title') }
}

export default function Page() {
  return <PortalInvoicesScreen />
}
