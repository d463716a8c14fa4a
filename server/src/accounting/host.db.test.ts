import type { SyncHost } from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import { connect, createAccountingHost, type AccountingHost } from './testing/accounting-host.ts'

let world: AccountingHost
let host: SyncHost
beforeAll(async () => {
  world = await createAccountingHost()
  host = world.sync.engine.host
})
afterAll(() => world.close())

const { tenant } = HARBOR
const inHarbor = <T>(work: (trx: Transaction) => Promise<T>): Promise<T> =>
  host.transactions.inTenant(tenant, work)

it('tells everybody who may change the connection, once for each key', async () => {
  const notice = {
    kind: 'accounting_connection_expired',
    dedupeKey: 'accounting_connection_expired:1',
    params: { company: 'Harbor Books' },
    link: '/settings/accounting',
  }
  await inHarbor((trx) => host.notifications.tellAdmins(trx, tenant, notice))
  await inHarbor((trx) => host.notifications.tellAdmins(trx, tenant, notice))
  const told = await world.test.db
    .owner('notifications as n')
    .join('users as u', (on) => on.on('u.tenant', 'n.tenant').on('u.user_id', 'n.user_id'))
    .where({ kind: notice.kind })
    .orderBy('u.email')
    .pluck('u.email')
  expect(told).toEqual(['ada@harborlane.example', 'bill@harborlane.example'])
  const letters = await world.test.db
    .owner('mails')
    .where({ template: notice.kind })
    .orderBy('to_email')
    .select('to_email', 'subject')
  expect(letters).toEqual(
    told.map((to_email) => ({ to_email, subject: 'The connection to Harbor Books has expired' })),
  )
})

it('keeps cycles scheduled from the moment it starts', async () => {
  const connection = await connect(world)
  const { owner } = world.test.db
  const scheduled = () => owner('job_schedules').where({ kind: 'accounting-sync-cycle' }).pluck('schedule_id')
  await owner('job_schedules').where({ kind: 'accounting-sync-cycle' }).delete()
  await owner('accounting_connections').update({ recurring_job_id: null })
  await world.test.host.stop()
  await world.test.host.start()
  expect(await scheduled()).toHaveLength(1)
  const { tenant, connectionId } = connection
  expect(await owner('accounting_connections').where({ tenant, connection_id: connectionId })).toMatchObject([
    { recurring_job_id: (await scheduled())[0] },
  ])
})

it('starts though the tables of the sync are out of reach, and says so', async () => {
  const { owner } = world.test.db
  await world.test.host.stop()
  await owner.schema.renameTable('accounting_connections', 'out_of_reach')
  await world.test.host.start()
  await owner.schema.renameTable('out_of_reach', 'accounting_connections')
  expect(await world.test.host.jobs.isHealthy()).toBe(true)
  expect(world.test.lines.some((line) => line.includes('what it does at the start'))).toBe(true)
})

it('puts a task with its money into the inbox and takes it out again', async () => {
  const task = {
    kind: 'accounting_sync_drift',
    dedupeKey: 'accounting_sync_drift:invoice:1',
    params: { number: 'INV-1', clientName: 'Alder', company: 'Harbor Books' },
    context: {},
    money: { amountMinor: 1234, currency: 'USD' },
  }
  await inHarbor((trx) => host.inbox.raise(trx, tenant, [task]))
  const open = () => world.bill.ask('GET', '/inbox/tasks?kind=accounting_sync_drift')
  expect((await open()).body.items).toMatchObject([{ money: { minor: 1234, currency: 'USD' } }])
  await inHarbor((trx) => host.inbox.close(trx, tenant, [task.dedupeKey], 'gone'))
  expect((await open()).body.items).toEqual([])
})

it('draws chance that is spread over the whole range', () => {
  const drawn = Array.from({ length: 400 }, () => host.random.next())
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0)
  expect(Math.max(...drawn)).toBeLessThan(1)
  for (const quarter of [0, 1, 2, 3]) {
    expect(drawn.filter((each) => Math.floor(each * 4) === quarter).length).toBeGreaterThan(50)
  }
})

it('comes up by itself: what renews access, and what keeps cycles scheduled', async () => {
  const kinds = await world.test.db
    .owner('system_job_schedules')
    .where('kind', 'like', 'accounting-%')
    .orderBy('kind')
    .select('kind', 'every_seconds')
  expect(kinds).toEqual([
    { kind: 'accounting-schedules', every_seconds: 3600 },
    { kind: 'accounting-token-renewal', every_seconds: 60 },
  ])
})
