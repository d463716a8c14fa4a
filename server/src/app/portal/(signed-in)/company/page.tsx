import { getTranslations } from 'next-intl/server'
import { PortalHomeScreen } from '../../../../screens/portal/portal-home-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('portal')
  return { title: t('title') }
}

export default function Page() {
  return <PortalHomeScreen />
}
