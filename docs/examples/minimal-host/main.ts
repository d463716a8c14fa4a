import type { AddressInfo } from 'node:net'
import {
  createAccountingSync,
  createQboAdapter,
  createTables,
  environmentsFrom,
  RENEW_JOB,
  type Happened,
} from '@tieout/accounting-sync'
import { connect, protect } from './database.ts'
import { HOST_TABLES, hostFor, runJobs } from './host.ts'
import { BOOKS } from './invoices.ts'
import { serve, type Person } from './routes.ts'
import { play } from './story.ts'

const { DATABASE_URL = '', HOST_KEY = 'for trying only', QBO_SANDBOX_URL = '' } = process.env
const { QBO_SANDBOX_CLIENT_ID: clientId = '', QBO_SANDBOX_CLIENT_SECRET: clientSecret = '' } = process.env

// 1. The module, with this host's ports put in.
const db = connect(DATABASE_URL)
const host = hostFor(db, HOST_KEY)
const redirectUri = 'http://127.0.0.1/connected'
const quickbooks = createQboAdapter(host, environmentsFrom({ sandboxUrl: QBO_SANDBOX_URL }))
const sync = createAccountingSync(host, [quickbooks], {
  worker: crypto.randomUUID(),
  lanes: 4,
  appFor: async (_tenant, { environment }) => ({ clientId, clientSecret, redirectUri, environment }),
  connecting: {
    offers: [{ adapterType: 'qbo', environment: 'sandbox', apps: ['platform'] }],
    redirectUri,
    // Tenants bring no apps of their own here.
    ownApps: { clientId: async () => null, save: async () => {}, remove: async () => false },
  },
})

// 2. Its tables, behind this host's wall, beside those of the host.
if (!(await db.schema.hasTable('invoices'))) {
  await db.raw(`${BOOKS};${HOST_TABLES}`)
  for (const table of ['clients', 'invoices', 'receipts', 'secrets']) await protect(db, table, { app: [] })
  await createTables(db, protect)
}

// 3. Its jobs, done by this host's timer.
const stop = new AbortController()
const jobs = runJobs(db, sync.jobs, stop.signal)
const once = { singletonKey: 'the whole installation' }
await host.jobs.scheduleRecurringJob(RENEW_JOB, { everySeconds: 60 }, { tenant: null }, once)
await sync.convergeSchedules()

// 4. Its routes, on this host's server, with this host's people and audit.
const olive: Person = {
  tenant: '0a000000-0000-4000-8000-000000000001',
  userId: '0a000000-0000-4000-8000-0000000000e1',
  name: 'Olive',
  sessionId: 'her browser',
  may: ['documents', 'watch', 'manage'],
}
const audit = (person: Person, happened: readonly Happened[]) => {
  for (const { action } of happened) console.log(`audit: ${person.name} ${action}`)
}
// Everybody is Olive: a host that is more than an example asks its session here.
const server = serve(sync.answers, host, () => olive, audit).listen(0, '127.0.0.1')
await new Promise((listening) => server.once('listening', listening))
const { port } = server.address() as AddressInfo

// 5. A day in this host's life: a company is connected, an invoice is made, and both arrive.
await play({ db, sync, tenant: olive.tenant, api: `http://127.0.0.1:${port}/accounting` })

stop.abort()
await jobs
server.close()
await db.destroy()
