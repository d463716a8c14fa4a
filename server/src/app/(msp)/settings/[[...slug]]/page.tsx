import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { findSettingsPage } from '../../../../screens/settings/settings-pages.ts'
import { SettingsScreen } from '../../../../screens/settings/settings-screen.tsx'

interface Props {
  params: Promise<{ slug?: string[] }>
}

export async function generateMetadata({ params }: Props) {
  const t = await getTranslations()
  const page = findSettingsPage(slugOf(await params))
  return page ? { title: t(`${page.words}.title`) } : {}
}

/** Every page of the settings, the host's own and those of modules. */
export default async function Page({ params }: Props) {
  const slug = slugOf(await params)
  if (!findSettingsPage(slug)) notFound()
  return <SettingsScreen slug={slug} />
}

const slugOf = ({ slug = [] }: Awaited<Props['params']>) => slug.join('/')
