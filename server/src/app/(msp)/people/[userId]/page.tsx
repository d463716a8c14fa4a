import { getTranslations } from 'next-intl/server'
import { UserScreen } from '../../../../screens/people/user-screen.tsx'

export async function generateMetadata() {
  const t = await getTranslations('people')
  return { title: t('user.title') }
}

export default async function Page({ params }: { params: Promise<{ userId: string }> }) {
  const { userId } = await params
  return <UserScreen userId={userId} />
}
