import { getTranslations } from 'next-intl/server'
import { InboxScreen } from '../../../screens/inbox/inbox-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('inbox')
  return { title: t('list.title') }
}

export default function Page() {
  return <InboxScreen />
}
