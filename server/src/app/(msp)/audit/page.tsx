import { getTranslations } from 'next-intl/server'
import { AuditScreen } from '../../../screens/audit/audit-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('audit')
  return { title: t('title') }
}

export default function Page() {
  return <AuditScreen />
}
