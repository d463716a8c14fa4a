import {
  billingMails,
  catalogueUseCases,
  clientExists,
  clientReviewTask,
  clientUseCases,
  createBilling,
  documentUseCases,
  exportUseCases,
  moneyUseCases,
  paperUseCases,
  type Billing,
} from '@tieout/billing'
import {
  auditUseCases,
  cookieAuthenticator,
  createApi,
  createApplication,
  createInbox,
  createMailer,
  createMailTemplates,
  createMetrics,
  createNotifier,
  createOps,
  createPasswords,
  createPgBossRunner,
  createSecretBox,
  createSecretStore,
  createSessionStore,
  createTaskRegistry,
  defaultLimits,
  identityUseCases,
  inboxUseCases,
  isSecureOrigin,
  jobUseCases,
  mailUseCases,
  notificationUseCases,
  platformMails,
  settingsUseCases,
  type Api,
  type Application,
  type AttemptLimits,
  type Authenticator,
  type Clock,
  type Database,
  type Ids,
  type Implementation,
  type Inbox,
  type InboxServices,
  type Keyring,
  type Log,
  type Mailer,
  type Metrics,
  type Notifier,
  type PasswordCost,
  type SecretStore,
  type WatchedRunner,
} from '@tieout/platform'
import type { Config } from './config.ts'
import type { ChosenEdition } from './load-enterprise.ts'
import type { PluginHost, PluginParts, ServerPlugin } from './plugins/server-plugin.ts'
import { serverPlugins } from './plugins/server-plugins.ts'
import { ownWork, scheduleRecurringWork } from './recurring-work.ts'

/** What differs between a server, a worker and a test; everything else is put together below. */
export interface HostParts {
  config: Config
  database: Database
  /** How the job queue signs in: as the serving role. */
  appUrl: string
  clock: Clock
  ids: Ids
  log: Log
  edition: ChosenEdition
  keyring: Keyring
  /** All there are, unless a test brings others. */
  plugins?: readonly ServerPlugin[]
  /** False: jobs are sent from here and done by workers elsewhere. */
  runsJobs?: boolean
  /** In the place of the queue in the database; a simulation hands its own. */
  jobs?: WatchedRunner
  /** Tests make these cheap or narrow. */
  passwordCost?: PasswordCost
  attemptLimits?: AttemptLimits
}

export interface Host {
  parts: HostParts
  /** What happens in the books, for whoever wants to hear of it. */
  billing: Billing
  implementations: Implementation[]
  application: Application
  api: Api
  ops: (request: Request, ip: string) => Promise<Response | null>
  authenticator: Authenticator
  metrics: Metrics
  inbox: Inbox
  notifier: Notifier
  jobs: WatchedRunner
  secrets: SecretStore
  /** Starts the jobs and makes sure that what recurs is scheduled. */
  start(): Promise<void>
  /** Lets jobs that run come to an end for so long, then gives them back. */
  stop(graceSeconds?: number): Promise<void>
}

/** Introduces everybody. No room knows another that is not handed to it here. */
export function composeHost(parts: HostParts): Host {
  const { config, database, clock, ids, log } = parts
  const { publicOrigin } = config
  const ports = { database, clock, ids, log }
  const jobs =
    parts.jobs ?? createPgBossRunner({ appUrl: parts.appUrl, onlySends: parts.runsJobs === false, ...ports })
  const plugins = pluginsOf(parts)
  const outgoing = config.smtpUrl ? jobs : null
  const mailer = createMailer({
    clock,
    ids,
    templates: createMailTemplates([
      platformMails,
      billingMails,
      ...plugins.flatMap(({ mails }) => mails ?? []),
    ]),
    publicOrigin,
    jobs: outgoing,
  })
  const notifier = createNotifier({ clock, ids, mailer })
  const registry = createTaskRegistry()
  const inboxServices = { registry, notifier, clock, ids }
  const inbox = createInbox(inboxServices)
  const secrets = createSecretStore(createSecretBox(parts.keyring, ids), { clock, ids })

  const billing = createBilling()
  const services = { ...ports, billing, inbox, notifier, mailer, jobs, secrets, publicOrigin }
  const plugged = plugInAll(plugins, services)
  for (const task of [clientReviewTask, ...plugged.tasks]) registry.register(task)
  const work = [...ownWork(jobs, inbox, parts), ...plugged.work]
  for (const { kind, handler, options } of work) jobs.registerHandler(kind, handler, options)
  const implementations = [
    ...platformUseCases(parts, { mailer, outgoing, inboxServices, jobs }),
    ...billingUseCases(billing, mailer),
    ...plugged.useCases,
  ]
  const application = createApplication(ports, implementations)
  const metrics = createMetrics()
  const secure = isSecureOrigin(publicOrigin)
  const authenticator = cookieAuthenticator(createSessionStore({ database, clock }), secure)

  return {
    parts,
    billing,
    implementations,
    application,
    authenticator,
    metrics,
    inbox,
    secrets,
    notifier,
    jobs,
    ops: createOps({ database, jobs, metrics, metricsToken: config.metricsToken }),
    api: createApi({
      application,
      authenticator,
      publicOrigin,
      ids,
      log,
      onAnswered: metrics.answered,
    }),
    async start() {
      await jobs.start()
      await scheduleRecurringWork(jobs, work)
      await plugged.onStart(log)
    },
    async stop(graceSeconds = 10) {
      await jobs.stop(graceSeconds)
    },
  }
}

/** The modules that this edition has, in the order of their list; those that `ee` brings come last. */
function pluginsOf({ config, edition, plugins = serverPlugins(config) }: HostParts): ServerPlugin[] {
  const { editions, enterprise } = edition
  return [...plugins, ...(enterprise?.plugins ?? [])].filter(
    ({ feature }) => feature === undefined || editions.allows(feature),
  )
}

interface Plugged extends Required<Pick<PluginParts, 'useCases' | 'tasks' | 'work'>> {
  onStart(log: Log): Promise<void>
}

function plugInAll(plugins: readonly ServerPlugin[], host: PluginHost): Plugged {
  const plugged = plugins.map((plugin) => ({ name: plugin.name, parts: plugin.plugIn(host) }))
  const parts = plugged.map((each) => each.parts)
  return {
    useCases: parts.flatMap(({ useCases = [] }) => useCases),
    tasks: parts.flatMap(({ tasks = [] }) => tasks),
    work: parts.flatMap(({ work = [] }) => work),
    async onStart(log) {
      for (const { name, parts } of plugged) {
        try {
          await parts.onStart?.()
        } catch (err) {
          // A module that cannot begin is no reason for nobody to bill.
          log.error({ err, plugin: name }, 'a module could not do what it does at the start')
        }
      }
    },
  }
}

interface PlatformServices {
  mailer: Mailer
  outgoing: WatchedRunner | null
  inboxServices: InboxServices
  jobs: WatchedRunner
}

function platformUseCases(parts: HostParts, services: PlatformServices): Implementation[] {
  return [
    ...identityUseCases({
      passwords: createPasswords(parts.passwordCost),
      mailer: services.mailer,
      limits: parts.attemptLimits ?? defaultLimits,
      publicOrigin: parts.config.publicOrigin,
      edition: parts.edition.editions,
      clientExists,
    }),
    ...inboxUseCases(services.inboxServices),
    ...notificationUseCases(),
    ...mailUseCases({ jobs: services.outgoing }),
    ...jobUseCases({ runner: services.jobs, board: services.jobs.board }),
    ...auditUseCases(),
    ...settingsUseCases(),
  ]
}

function billingUseCases(billing: Billing, mailer: Mailer): Implementation[] {
  return [
    ...clientUseCases(),
    ...moneyUseCases(billing),
    ...documentUseCases(billing),
    ...paperUseCases({ mailer }),
    ...exportUseCases(billing),
    ...catalogueUseCases(),
  ]
}
