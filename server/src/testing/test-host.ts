import { createServer, type Server } from 'node:http'
import {
  clientAddress,
  createEditions,
  createKeyring,
  sendResponse,
  systemClock,
  systemIds,
  toRequest,
  type Clock,
  type Edition,
} from '@tieout/platform'
import { signIn } from '@tieout/platform/contract'
import {
  createFilledDatabase,
  createTestDatabase,
  testClock,
  testLog,
  type TestDatabase,
} from '@tieout/platform/testing'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import supertest, { type Test } from 'supertest'
import { composeHost, type Host, type HostParts } from '../composition.ts'
import { readConfig } from '../config.ts'
import { DEMO_PASSWORD } from '../demo/companies.ts'
import { seedDemo } from '../demo/seed.ts'
import type { ChosenEdition } from '../load-enterprise.ts'
import type { ServerPlugin } from '../plugins/server-plugin.ts'

export interface TestHost {
  host: Host
  db: TestDatabase
  server: Server
  clock: Clock
  /** What the product logged. */
  lines: string[]
  /** Signs in through the API and answers a way to ask as that person. */
  as(email: string, options?: { audience?: 'msp' | 'portal' | 'operator'; tenant?: string }): Promise<Person>
  close(): Promise<void>
}

export interface Person {
  cookie: string
  csrfToken: string
  ask(method: string, path: string): Test
}

export interface TestHostOptions {
  clock?: Clock
  /** Default `enterprise`, which brings whatever the plugins are features of. */
  edition?: Edition
  plugins?: readonly ServerPlugin[]
  /** Those that the enterprise package brings itself. */
  enterprisePlugins?: readonly ServerPlugin[]
  /** Before the demo is seeded, as the owner: for tables of plugins. */
  prepare?(db: TestDatabase['owner']): Promise<void>
}

/** The whole host on a database of its own, with the demo companies, answering over HTTP. */
export async function createTestHost(options: TestHostOptions = {}): Promise<TestHost> {
  const scratch = mkdtempSync(join(tmpdir(), 'tieout-host-'))
  const { log, lines } = testLog()
  const keyring = createKeyring({ file: join(scratch, 'keys.json'), ids: systemIds })
  const partsOn = (db: TestDatabase, plugins = options.plugins): HostParts => ({
    config: readConfig({ PORT: '3999' }),
    database: db.database,
    appUrl: db.urls.app,
    clock: options.clock ?? testClock(),
    ids: systemIds,
    log,
    edition: editionFor(options),
    plugins,
    keyring,
    passwordCost: { memoryKiB: 64, passes: 1 },
  })
  const db = await databaseWithDemo(options, partsOn)
  const parts = partsOn(db)
  const host = composeHost(parts)
  const server = await listen(host)
  return {
    host,
    db,
    server,
    clock: parts.clock,
    lines,
    as: (email, where = {}) => signInAs(server, email, where),
    async close() {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
      await db.close()
      rmSync(scratch, { recursive: true, force: true })
    },
  }
}

/**
 * The demo is the same for all who begin at the same time, so it is made once a run. Where a plugin wants to see
 * it made, it is.
 */
async function databaseWithDemo(
  { clock, prepare }: TestHostOptions,
  partsOn: (db: TestDatabase, plugins?: readonly ServerPlugin[]) => HostParts,
): Promise<TestDatabase> {
  const max = { max: 10 }
  if (prepare) {
    const db = await createTestDatabase(max)
    await prepare(db.owner)
    await seedDemo(partsOn(db))
    return db
  }
  const digits = (clock ?? testClock()).now().toISOString().replaceAll(/\D/g, '')
  // The time of the machine goes on from file to file; the demo is of the day.
  const beginning = clock === systemClock ? digits.slice(0, 8) : digits
  return await createFilledDatabase(`demo_${beginning}`, (db) => seedDemo(partsOn(db, [])), max)
}

function editionFor(options: TestHostOptions): ChosenEdition {
  const { edition = 'enterprise', plugins = [], enterprisePlugins = [] } = options
  const features = ['accounting_sync', ...plugins.flatMap(({ feature }) => feature ?? [])]
  const enterprise = { name: 'test', features, plugins: enterprisePlugins }
  return {
    editions: createEditions(edition, enterprise),
    enterprise: edition === 'enterprise' ? enterprise : null,
  }
}

async function listen(host: Host): Promise<Server> {
  const origin = host.parts.config.publicOrigin
  const server = createServer((incoming, outgoing) => {
    void host
      .api(toRequest(incoming, origin), { ip: clientAddress(incoming, false) })
      .then((response) => sendResponse(response, outgoing))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return server
}

async function signInAs(
  server: Server,
  email: string,
  where: { audience?: 'msp' | 'portal' | 'operator'; tenant?: string },
): Promise<Person> {
  const answer = await supertest(server)
    .post('/api/v1/session')
    .send({ email, password: DEMO_PASSWORD, ...where })
  if (answer.status !== 200) throw new Error(`${email} could not sign in: ${answer.text}`)
  const { csrfToken } = signIn.output.parse(answer.body)
  const cookie = String(answer.headers['set-cookie']).split(';')[0] ?? ''
  return {
    cookie,
    csrfToken,
    ask(method, path) {
      const agent = supertest(server)
      const verb = method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
      return agent[verb](`/api/v1${path}`).set('cookie', cookie).set('x-csrf-token', csrfToken)
    },
  }
}
