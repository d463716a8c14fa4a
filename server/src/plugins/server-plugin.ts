import type { Billing } from '@tieout/billing'
import type {
  Clock,
  Database,
  Ids,
  IJobRunner,
  Implementation,
  Inbox,
  Log,
  Mailer,
  MailTemplateSet,
  Notifier,
  SecretStore,
  TaskDefinition,
} from '@tieout/platform'
import type { BackgroundWork } from '../recurring-work.ts'

/** A module on the server: it stands in `server-plugins.ts`, and the host takes everything from here. */
export interface ServerPlugin {
  name: string
  /** Of the enterprise edition: where that does not bring this feature, the plugin is absent. */
  feature?: string
  /** Its letters. They stand here and not among the parts, since they are needed before anybody is plugged in. */
  mails?: MailTemplateSet
  /**
   * Once for each host, before it starts. Here it subscribes to what happens in the books and adds its
   * readiness contributors and guards (`host.billing`); what else it brings, it answers.
   */
  plugIn(host: PluginHost): PluginParts
}

/** What a module is handed. */
export interface PluginHost {
  billing: Billing
  database: Database
  clock: Clock
  ids: Ids
  log: Log
  inbox: Inbox
  notifier: Notifier
  mailer: Mailer
  jobs: IJobRunner
  secrets: SecretStore
  publicOrigin: string
}

export interface PluginParts {
  useCases?: readonly Implementation[]
  tasks?: readonly TaskDefinition[]
  work?: readonly BackgroundWork[]
  /** At each start, once jobs can be sent. If it fails, that is logged and the host starts all the same. */
  onStart?(): Promise<void>
}
