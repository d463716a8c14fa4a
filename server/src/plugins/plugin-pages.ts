import type { PluginPage } from './screen-plugin.ts'
import { screenPlugins } from './screen-plugins.ts'

export interface FoundPage {
  page: PluginPage
  params: Record<string, string>
}

/** The page of a module at this address, whoever may see it and in whatever edition. */
export function findPluginPage(path: string, plugins = screenPlugins): FoundPage | undefined {
  for (const page of plugins.flatMap((plugin) => plugin.pages ?? [])) {
    const params = matched(page.path, path)
    if (params) return { page, params }
  }
  return undefined
}

function matched(pattern: string, path: string): Record<string, string> | null {
  const wanted = pattern.split('/')
  const given = path.split('/')
  if (wanted.length !== given.length) return null
  const params: Record<string, string> = {}
  for (const [index, part] of wanted.entries()) {
    const here = given[index] ?? ''
    if (part.startsWith(':') && here !== '') params[part.slice(1)] = here
    else if (part !== here) return null
  }
  return params
}
