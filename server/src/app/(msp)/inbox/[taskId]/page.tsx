import { getTranslations } from 'next-intl/server'
import { TaskScreen } from '../../../../screens/inbox/task-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('inbox')
  return { title: t('task.title') }
}

export default async function Page({ params }: { params: Promise<{ taskId: string }> }) {
  const { taskId } = await params
  return <TaskScreen taskId={taskId} />
}
