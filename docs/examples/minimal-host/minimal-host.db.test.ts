import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { text } from 'node:stream/consumers'
import { connect, walledTransactions } from '@tieout/accounting-sync/plain'
import { bookkeeperOf } from '@tieout/accounting-sync/testing'
import { createSandbox, startServer } from '@tieout/qbo-sandbox'
import knex, { type Knex } from 'knex'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'

const APP = { clientId: 'desk', clientSecret: 'desk-secret' }
const REALM = '9130'
const sandbox = createSandbox({
  seed: 3,
  throttle: 'off',
  app: APP,
  companies: [{ realmId: REALM, name: 'Harbor Books' }],
})
const customersBefore = sandbox.company(REALM).tables.Customer.rows.size
const name = `t_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`
let admin: Knex
let server: Awaited<ReturnType<typeof startServer>>
let databaseUrl: string

beforeAll(async () => {
  const owner = new URL(inject('ownerUrl'))
  admin = knex({
    client: 'pg',
    connection: owner.toString().replace(/[^/]*$/, 'postgres'),
    pool: { min: 0, max: 1 },
  })
  await admin.raw('create database ??', [name])
  owner.pathname = `/${name}`
  databaseUrl = owner.toString()
  server = await startServer({ handle: (request) => sandbox.handle(request), port: 0 })
  sandbox.setOrigin(server.url)
})
afterAll(async () => {
  await server.close()
  await admin.raw('drop database ?? with (force)', [name])
  await admin.destroy()
})

/** The example, as a reader would start it: a process of its own. */
async function run(): Promise<string> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
    env: {
      PATH: process.env.PATH,
      NODE_ENV: 'production',
      DATABASE_URL: databaseUrl,
      QBO_SANDBOX_URL: server.url,
      QBO_SANDBOX_CLIENT_ID: APP.clientId,
      QBO_SANDBOX_CLIENT_SECRET: APP.clientSecret,
    },
    signal: AbortSignal.timeout(50_000),
  })
  const ended = new Promise<number | null>((end, failed) => child.once('error', failed).once('exit', end))
  const [said, wrong, code] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  expect(code, `${said}${wrong}`).toBe(0)
  return said
}

const there = () => sandbox.company(REALM).tables
const invoices = () => [...there().Invoice.rows.values()]

it('a host of another make connects, sends an invoice once however often it runs, and learns what was paid', async () => {
  expect(await run()).toBe(`audit: Olive accounting_connection.connected
audit: Olive accounting_connection.set
audit: Olive accounting_connection.asked_to_run
MIN-1 is synced, verified
here 12500, of which 12500 owed; there 12500
asked of people: nothing
`)
  const [sent, ...others] = invoices()
  expect(others).toEqual([])
  expect(sent).toMatchObject({ TotalAmt: 125, Balance: 125 })

  if (sent === undefined) throw new Error('nothing was sent')
  const { value: customer } = sent['CustomerRef'] as { value: string }
  await bookkeeperOf(sandbox, REALM, server.url).pays(customer, 40, [[sent.Id, 40]])

  const again = await run()
  expect(invoices()).toHaveLength(1)
  expect(again).not.toContain('connected')
  expect(again).toContain('here 12500, of which 8500 owed; there 12500')
  expect(there().Customer.rows.size).toBe(customersBefore + 1)
}, 60_000)

it('keeps its tenants apart behind a wall of its own, and its tokens sealed', async () => {
  const db = connect(databaseUrl)
  const seenBy = (tenant: string) =>
    walledTransactions(db).inTenant(tenant, async (trx) => {
      const { rows } = await trx.raw(`select (select count(*) from accounting_connections) as connections,
        (select count(*) from accounting_sync_operations) as operations, (select count(*) from invoices) as invoices,
        (select string_agg(encode(sealed, 'escape'), '') from accounting_plain_secrets) as sealed`)
      return rows[0]
    })
  const [own, other] = [
    await seenBy('0a000000-0000-4000-8000-000000000001'),
    await seenBy('0b000000-0000-4000-8000-000000000001'),
  ]
  await db.destroy()
  expect(other).toEqual({ connections: 0, operations: 0, invoices: 0, sealed: null })
  expect(own).toMatchObject({ connections: 1, operations: 2, invoices: 1 })
  expect(own.sealed).not.toContain('Token')
})
