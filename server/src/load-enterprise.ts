import {
  createEditions,
  loadEnterprise,
  resolveEdition,
  type Edition,
  type Editions,
  type EnterpriseModule,
  type Log,
} from '@tieout/platform'
import type { ServerPlugin } from './plugins/server-plugin.ts'

export interface ChosenEdition {
  editions: Editions
  enterprise: EnterpriseModule<ServerPlugin> | null
}

/** Loaded by name and only when wanted: no bundler follows it, and a checkout without it runs. */
export async function chooseEdition(wanted: Edition, log: Log): Promise<ChosenEdition> {
  const found =
    wanted === 'enterprise' ? await loadEnterprise<ServerPlugin>('@tieout/ee', (name) => import(name)) : null
  const { edition, warning } = resolveEdition({ wanted, eeLoaded: found !== null })
  if (warning) log.warn(warning)
  return { editions: createEditions(edition, found), enterprise: edition === 'enterprise' ? found : null }
}
