import { getTranslations } from 'next-intl/server'
import { MailScreen } from '../../../screens/mail/mail-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('mail')
  return { title: t('title') }
}

export default function Page() {
  return <MailScreen />
}
