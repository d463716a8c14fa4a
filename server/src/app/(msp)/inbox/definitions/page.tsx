import { getTranslations } from 'next-intl/server'
import { DefinitionsScreen } from '../../../../screens/inbox/definitions-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('inbox')
  return { title: t('definitions.title') }
}

export default function Page() {
  return <DefinitionsScreen />
}
