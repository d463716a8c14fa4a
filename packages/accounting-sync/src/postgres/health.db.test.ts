import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import {
  at,
  createStoreWorld,
  exportOf,
  frozen,
  idOf,
  linkOf,
  TENANT_A,
  TENANT_B,
  type StoreWorld,
} from '../testing/store-world.ts'
import { entryKey, namesOfEntries, replaceCatalogue } from './catalogue.ts'
import type { Connection } from './connection.ts'
import { finishCycle, lastGoodAt, startCycle } from './cycles.ts'
import { enqueue } from './enqueue.ts'
import { ledgerTotals } from './health.ts'
import { writeLinks } from './links.ts'
import { countDue } from './next-due.ts'

let world: StoreWorld
let company: Connection
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  await world.db.owner.raw('truncate tenant_external_entity_mappings, accounting_sync_operations')
  company = await world.connect()
})
afterAll(() => world.close())

const meant = (totalMinor: number, currency = 'USD') => ({ snapshot: { totalMinor, currency } })

it('sums what is over there by how it stands, credits taken off, and by how much totals differ', async () => {
  const apart = (here: number, there: number) => [
    { field: 'number' as const, here: 'A', there: 'B' },
    { field: 'total' as const, here: String(here), there: String(there) },
  ]
  const links = [
    linkOf(1, meant(10_000)),
    linkOf(2, { ...meant(2_500), entityType: 'credit_note', externalKind: 'credit_memo' }),
    linkOf(3, meant(700, 'EUR')),
    linkOf(4, { ...meant(5_000), status: 'drift', differences: apart(5_000, 4_400) }),
    linkOf(5, { ...meant(5_000), status: 'drift', differences: apart(5_000, 5_100) }),
    linkOf(6, { entityType: 'client', externalKind: 'customer', status: 'linked' }),
  ]
  await world.inA((trx) => writeLinks(trx, TENANT_A, company, links, at('09:00')))
  expect(await world.inA((trx) => ledgerTotals(trx, TENANT_A, company))).toEqual([
    { status: 'drift', accepted: false, currency: 'USD', documents: 2, amountMinor: 10_000, apartMinor: 700 },
    { status: 'verified', accepted: false, currency: 'EUR', documents: 1, amountMinor: 700, apartMinor: 0 },
    { status: 'verified', accepted: false, currency: 'USD', documents: 2, amountMinor: 7_500, apartMinor: 0 },
  ])
  expect(await world.inB((trx) => ledgerTotals(trx, TENANT_B, company))).toEqual([])
})

it('counts what may go out now and what is on its way, not what waits', async () => {
  await frozen(world, await world.lease(company), [1, 2])
  await world.inA((trx) => enqueue(trx, TENANT_A, [exportOf(3, company)], at('09:30')))
  const due = (time: string) => world.inA((trx) => countDue(trx, TENANT_A, company, at(time)))
  expect([await due('09:29'), await due('09:30')]).toEqual([2, 3])
})

it('knows when a run last ended well', async () => {
  const run = async (n: number, status: 'done' | 'failed', time: string) => {
    const lease = await world.lease(company)
    const cycle = { cycleId: idOf('y', n + company.connectionId.charCodeAt(35) * 100), at: at(time) }
    await world.inA(async (trx) => {
      await startCycle(trx, TENANT_A, lease, { ...cycle, trigger: 'schedule' })
      const end = { ...cycle, status, cursorAfter: null, stats: {}, error: null, idle: false }
      expect(await finishCycle(trx, TENANT_A, lease, end)).toBe(true)
    })
  }
  const last = () => world.inA((trx) => lastGoodAt(trx, TENANT_A, company))
  expect(await last()).toBeNull()
  await run(1, 'done', '10:00')
  await run(2, 'failed', '10:15')
  expect(await last()).toBe(at('10:00').toISOString())
})

it('names entries of several kinds in one go, and leaves out what was never read', async () => {
  const entry = { detail: null, email: null, currency: null, group: null, active: true }
  await world.inA(async (trx) => {
    const items = [{ ...entry, id: '1', name: 'Services' }]
    await replaceCatalogue(trx, TENANT_A, company, 'item', items, at('09:00'))
    const accounts = [{ ...entry, id: '1', name: 'Undeposited Funds', active: false }]
    await replaceCatalogue(trx, TENANT_A, company, 'account', accounts, at('09:00'))
  })
  const { adapterType, realm } = company
  const [item, account, unread] = [
    { adapterType, realm, kind: 'item' as const, id: '1' },
    { adapterType, realm, kind: 'account' as const, id: '1' },
    { adapterType, realm, kind: 'account' as const, id: '2' },
  ]
  const names = await world.inA((trx) => namesOfEntries(trx, TENANT_A, [item, account, unread]))
  expect(names).toEqual(
    new Map([
      [entryKey(account), 'Undeposited Funds'],
      [entryKey(item), 'Services'],
    ]),
  )
})
