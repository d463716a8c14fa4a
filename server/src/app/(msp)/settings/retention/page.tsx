import { getTranslations } from 'next-intl/server'
import { RetentionScreen } from '../../../../screens/settings/retention-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('settings')
  return { title: t('retention.title') }
}

export default function Page() {
  return <RetentionScreen />
}
