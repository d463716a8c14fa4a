import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import {
  APP_ROLE,
  connect,
  createDatabase,
  createKeyring,
  createLog,
  migrate,
  systemClock,
  systemIds,
  SYSTEM_ROLE,
  withCredentials,
  type Clock,
  type Database,
  type Edition,
} from '@tieout/platform'
import { signIn as signInDeclared } from '@tieout/platform/contract'
import { startEmbeddedPostgres } from '@tieout/platform/embedded'
import { DEMO_PASSWORD } from '../../server/src/demo/companies.ts'
import { seedDemo } from '../../server/src/demo/seed.ts'
import { composeHost, type Host, type HostParts } from '../../server/src/composition.ts'
import { readConfig } from '../../server/src/config.ts'
import { chooseEdition } from '../../server/src/load-enterprise.ts'
import type { ServerPlugin } from '../../server/src/plugins/server-plugin.ts'
import { migrationsDirectory } from './open-database.ts'

export interface BenchHost {
  host: Host
  /** The statements of one piece of work, as our code issues them. */
  counted<T>(work: () => Promise<T>): Promise<{ result: T; statements: Statements; ms: number }>
  /** Asks over the REST API as a signed-in person. */
  get(path: string): Promise<unknown>
  person: { cookie: string; csrfToken: string }
  /** For filling tables, past row-level security. */
  fill(sql: string, bindings: Record<string, string | number>): Promise<void>
  close(): Promise<void>
}

export interface Statements {
  /** Of the use case: not counted are BEGIN, COMMIT and the setting of the tenant. */
  work: number
  /** Finding out whose session it is, in a transaction across tenants. */
  session: number
}

const signInAnswer = signInDeclared.output
const passwords = { app: 'bench-app', system: 'bench-system' }
const PERSON = 'bill@harborlane.example'

export interface BenchHostOptions {
  /** Default `community`, so that no module beside the books is measured with them. */
  edition?: Edition
  plugins?: readonly ServerPlugin[]
  clock?: Clock
  /** Sees every transaction of the host. */
  around?: (database: Database) => Database
}

/** The whole host with the demo companies, on an embedded database that is thrown away afterwards. */
export async function createBenchHost(options: BenchHostOptions = {}): Promise<BenchHost> {
  const home = mkdtempSync(join('/var/tmp', 'tieout-bench-'))
  chmodSync(home, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir: join(home, 'pg'), throwaway: true })
  await migrate({ ownerUrl: postgres.ownerUrl, directory: migrationsDirectory, rolePasswords: passwords })
  const appUrl = withCredentials(postgres.ownerUrl, APP_ROLE, passwords.app)
  const app = connect(appUrl, { max: 4 })
  const system = connect(withCredentials(postgres.ownerUrl, SYSTEM_ROLE, passwords.system), { max: 2 })
  const superuser = connect(sameDatabase(postgres.superuserUrl, postgres.ownerUrl), { max: 1 })
  const seen: Statements = { work: 0, session: 0 }
  app.on('query', ({ sql }: { sql: string }) => (seen.work += Number(isOurs(sql))))
  system.on('query', ({ sql }: { sql: string }) => (seen.session += Number(isOurs(sql))))
  const log = createLog({ level: 'error' })
  const database = createDatabase({ app, system })
  const parts: HostParts = {
    config: readConfig({ PORT: '3999' }),
    database: options.around?.(database) ?? database,
    appUrl,
    clock: options.clock ?? systemClock,
    ids: systemIds,
    log,
    edition: await chooseEdition(options.edition ?? 'community', log),
    ...(options.plugins === undefined ? {} : { plugins: options.plugins }),
    keyring: createKeyring({ file: join(home, 'keys.json'), ids: systemIds }),
    passwordCost: { memoryKiB: 64, passes: 1 },
  }
  await seedDemo(parts)
  const host = composeHost(parts)
  const person = await signIn(host)
  return {
    host,
    person,
    async counted(work) {
      Object.assign(seen, { work: 0, session: 0 })
      const began = performance.now()
      const result = await work()
      return { result, statements: { ...seen }, ms: performance.now() - began }
    },
    async get(path) {
      const answer = await host.api(request(host, path, { headers: { cookie: person.cookie } }), {
        ip: '127.0.0.1',
      })
      if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`)
      return await answer.json()
    },
    async fill(sql, bindings) {
      await superuser.raw(sql, bindings)
    },
    async close() {
      await Promise.all([parts.database.close(), superuser.destroy()])
      await postgres.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

const sameDatabase = (url: string, other: string) =>
  Object.assign(new URL(url), { pathname: new URL(other).pathname }).toString()

const isOurs = (sql: string) =>
  !/^\s*(begin|commit|rollback|savepoint|release)\b|set_config\('app\.tenant'/i.test(sql)

const request = (host: Host, path: string, init: RequestInit) =>
  new Request(`${host.parts.config.publicOrigin}/api/v1${path}`, init)

async function signIn(host: Host): Promise<BenchHost['person']> {
  const body = JSON.stringify({ email: PERSON, password: DEMO_PASSWORD })
  const headers = { 'content-type': 'application/json' }
  const answer = await host.api(request(host, '/session', { method: 'POST', headers, body }), {
    ip: '127.0.0.1',
  })
  if (answer.status !== 200) throw new Error(`nobody could sign in: ${await answer.text()}`)
  const { csrfToken } = signInAnswer.parse(await answer.json())
  return { cookie: answer.headers.getSetCookie()[0]?.split(';')[0] ?? '', csrfToken }
}
