import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { createAccountingSync, createQboAdapter, environmentsFrom } from '@tieout/accounting-sync'
import * as plain from '@tieout/accounting-sync/plain'
import { books, createBooks } from './books.ts'
import { play } from './story.ts'

const { DATABASE_URL = '', QBO_SANDBOX_URL: sandboxUrl = '' } = process.env
const { QBO_SANDBOX_CLIENT_ID: clientId = '', QBO_SANDBOX_CLIENT_SECRET: clientSecret = '' } = process.env
/** Made once with `openssl rand -base64 32`, and never of this kind outside of an example. */
const { HOST_KEY = Buffer.alloc(32, 'for trying only').toString('base64') } = process.env
const redirectUri = 'http://127.0.0.1/connected'

// 1. The module, in a plain host with these books.
const db = plain.connect(DATABASE_URL)
const host = plain.plainHost({ db, books, keys: [HOST_KEY] })
const quickbooks = createQboAdapter(host, environmentsFrom({ sandboxUrl }))
const sync = createAccountingSync(host, [quickbooks], {
  worker: crypto.randomUUID(),
  lanes: 4,
  ...plain.oneApp('qbo', { clientId, clientSecret, redirectUri, environment: 'sandbox' }),
})

// 2. Its tables beside those of the books, and its jobs.
await plain.createPlainTables(db)
await createBooks(db)
const stop = new AbortController()
const working = plain.keepInSync({ db, host, sync }, stop.signal)

// 3. Its routes. Everybody is Olive: a host that is more than an example asks its session here, and has an audit log.
const tenant = '0a000000-0000-4000-8000-000000000001'
const olive = {
  tenant,
  userId: '0a000000-0000-4000-8000-0000000000e1',
  name: 'Olive',
  sessionId: 'her browser',
}
const respond = plain.routes(sync.answers, host, {
  personOf: () => ({ ...olive, may: ['documents', 'watch', 'manage'] }),
  async audit(_trx, person, happened) {
    for (const { action } of happened) console.log(`audit: ${person.name} ${action}`)
  },
})
const server = createServer(plain.onNode(respond)).listen(0, '127.0.0.1')
await new Promise((listening) => server.once('listening', listening))
const { port } = server.address() as AddressInfo

// 4. A day in this host's life: a company is connected, an invoice is made, and both arrive.
await play({ host, sync, tenant, api: `http://127.0.0.1:${port}/accounting` })

stop.abort()
await working
server.close()
await db.destroy()
