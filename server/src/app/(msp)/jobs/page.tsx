import { getTranslations } from 'next-intl/server'
import { JobsScreen } from '../../../screens/jobs/jobs-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('jobs')
  return { title: t('title') }
}

export default function Page() {
  return <JobsScreen />
}
