import {
  createEditions,
  loadEnterprise,
  resolveEdition,
  type Edition,
  type Editions,
  type EnterpriseModule,
  type IJobRunner,
  type Log,
  type TaskRegistry,
} from '@tieout/platform'

/** What an enterprise module may plug itself into. */
export interface Doors {
  tasks: TaskRegistry
  jobs: IJobRunner
}

export interface ChosenEdition {
  editions: Editions
  enterprise: EnterpriseModule<Doors> | null
}

/** Loaded by name and only when wanted: no bundler follows it, and a checkout without it runs. */
export async function chooseEdition(wanted: Edition, log: Log): Promise<ChosenEdition> {
  const found =
    wanted === 'enterprise' ? await loadEnterprise<Doors>('@tieout/ee', (name) => import(name)) : null
  const { edition, warning } = resolveEdition({ wanted, eeLoaded: found !== null })
  if (warning) log.warn(warning)
  return { editions: createEditions(edition, found), enterprise: edition === 'enterprise' ? found : null }
}
