import { getTranslations } from 'next-intl/server'
import { OperatorScreen } from '../../../screens/operator/operator-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('operator')
  return { title: t('title') }
}

export default function Page() {
  return <OperatorScreen />
}
