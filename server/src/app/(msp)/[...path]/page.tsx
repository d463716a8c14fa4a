import { getTranslations } from 'next-intl/server'
import { notFound } from 'next/navigation'
import { PluginPageScreen } from '../../../plugins/plugin-page.tsx'
import { findPluginPage } from '../../../plugins/plugin-pages.ts'

interface Props {
  params: Promise<{ path: string[] }>
}

export async function generateMetadata({ params }: Props) {
  const found = findPluginPage(await pathOf(params))
  if (!found) return {}
  const t = await getTranslations()
  return { title: t(`${found.page.words}.title`) }
}

/** Pages of modules; an address that is nobody's still belongs to this side, whose frame stays around it. */
export default async function Page({ params }: Props) {
  const path = await pathOf(params)
  if (!findPluginPage(path)) notFound()
  return <PluginPageScreen path={path} />
}

const pathOf = async (params: Props['params']) => `/${(await params).path.map(decodeURIComponent).join('/')}`
