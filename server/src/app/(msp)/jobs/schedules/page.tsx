import { getTranslations } from 'next-intl/server'
import { SchedulesScreen } from '../../../../screens/jobs/schedules-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('jobs')
  return { title: t('schedules.title') }
}

export default function Page() {
  return <SchedulesScreen />
}
