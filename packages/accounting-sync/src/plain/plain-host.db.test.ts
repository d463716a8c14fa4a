import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { invoice } from '../testing/sync-world.ts'
import { createPlainWorld, KEY, type PlainWorld } from '../testing/plain-world.ts'
import { TENANT_A, TENANT_B } from '../testing/test-host.ts'
import { connect } from './database.ts'
import { openTasks } from './inbox.ts'
import { sealedSecrets } from './secrets.ts'
import { createPlainTables } from './tables.ts'

let world: PlainWorld
beforeAll(async () => {
  world = await createPlainWorld()
})
afterAll(() => world.close())

const inA: PlainWorld['host']['transactions']['acrossTenants'] = (work) =>
  world.host.transactions.inTenant(TENANT_A, work)
const inB: typeof inA = (work) => world.host.transactions.inTenant(TENANT_B, work)

it('creates its tables once, whoever starts at the same time, and for nobody who walks through walls', async () => {
  await world.db.raw('drop owned by current_user cascade')
  await world.db.raw('create schema if not exists public')
  await Promise.all([createPlainTables(world.db), createPlainTables(world.db), createPlainTables(world.db)])
  expect(await world.db.schema.hasTable('accounting_connections')).toBe(true)

  const superuser = new URL(inject('superuserUrl'))
  superuser.pathname = new URL(world.url).pathname
  const through = connect(superuser.toString(), { min: 0, max: 1 })
  await world.db.raw('alter table accounting_plain_jobs rename to jobs_before')
  await expect(createPlainTables(through)).rejects.toThrow('no superuser')
  await world.db.raw('alter table jobs_before rename to accounting_plain_jobs')
  await through.destroy()
})

const place = { tenant: TENANT_A, purpose: 'tokens', ref: 'one' }

it('shows and takes rows of nobody but the tenant whose transaction it is', async () => {
  await inA((trx) => world.host.secrets.put(trx, place, 'deep'))
  const seen = (trx: PlainWorld['db']) => trx('accounting_plain_secrets').select('ref')
  expect(await inA(seen)).toHaveLength(1)
  expect(await inB(seen)).toEqual([])
  expect(await world.host.transactions.acrossTenants(seen)).toEqual([])
  expect(await world.db('accounting_plain_secrets').select('ref')).toEqual([])
  await expect(inB((trx) => world.host.secrets.put(trx, place, 'theirs'))).rejects.toThrow(
    'row-level security',
  )
  await expect(world.host.transactions.inTenant('*', seen)).rejects.toThrow('one tenant')
})

it('seals secrets to their place, with the first key, and opens them with any', async () => {
  const newer = Buffer.alloc(32, 'a newer one').toString('base64')
  const [before, after, only] = [[KEY], [newer, KEY], [newer]].map((keys) =>
    sealedSecrets(keys, world.ports),
  ) as [Sealed, Sealed, Sealed]
  await inA(async (trx) => {
    await before.put(trx, place, 'deep and salt')
    const { sealed } = await trx('accounting_plain_secrets').where({ ref: 'one' }).first()
    expect(String(sealed)).not.toContain('salt')
    expect(await after.get(trx, place)).toBe('deep and salt')
    await expect(only.get(trx, place)).rejects.toThrow('not among these')
    await after.put(trx, place, 'again')
    expect(await only.get(trx, place)).toBe('again')

    await trx('accounting_plain_secrets').update({ ref: 'two' })
    await expect(after.get(trx, { ...place, ref: 'two' })).rejects.toThrow()
    expect(await after.get(trx, place)).toBeNull()
    expect(await after.remove(trx, place)).toBe(false)
    expect(await after.remove(trx, { ...place, ref: 'two' })).toBe(true)
  })
  expect(() => sealedSecrets(['short'], world.ports)).toThrow('32 bytes')
  expect(() => sealedSecrets([], world.ports)).toThrow('no key')
})

type Sealed = ReturnType<typeof sealedSecrets>

it('keeps one open task for each key, in its latest words, and tells a notice once', async () => {
  const { inbox, notifications } = world.host
  const task = { kind: 'drift', dedupeKey: 'd1', params: { number: 'INV-1' }, context: {} }
  await inA((trx) =>
    inbox.raise(trx, TENANT_A, [
      task,
      { ...task, dedupeKey: 'd2', priority: 'urgent' },
      { ...task, params: { number: 'INV-2' } },
    ]),
  )
  await inA((trx) => inbox.raise(trx, TENANT_A, [{ ...task, params: { number: 'INV-3' } }]))
  const open = await inA((trx) => openTasks(trx, TENANT_A))
  expect(open.map((each) => [each.dedupeKey, each.params])).toEqual([
    ['d2', { number: 'INV-1' }],
    ['d1', { number: 'INV-3' }],
  ])
  expect(await inB((trx) => inbox.open(trx, TENANT_B, ['d1']))).toEqual(new Map())

  await inA((trx) => inbox.close(trx, TENANT_A, ['d1', 'unknown'], 'exported'))
  const found = await inA((trx) => inbox.open(trx, TENANT_A, ['d1', 'd2']))
  expect([...found]).toEqual([['d2', open[0]?.taskId]])
  await inA((trx) => inbox.raise(trx, TENANT_A, [task]))
  expect((await inA((trx) => inbox.open(trx, TENANT_A, ['d1']))).get('d1')).not.toBe(open[1]?.taskId)

  const notice = { kind: 'expiring', dedupeKey: 'n1', params: {}, link: '/settings' }
  await inA((trx) => notifications.tellAdmins(trx, TENANT_A, notice))
  await inA((trx) => notifications.tellAdmins(trx, TENANT_A, notice))
  expect(world.notices).toEqual(['expiring'])
})

it('knows the day of the tenant, and of each document what is owed', async () => {
  const document = invoice(1)
  world.documents.set(document.id, document)
  await inA(async (trx) => {
    const { books } = world.host
    expect(await books.timeZone(trx, TENANT_A)).toBe('Pacific/Auckland')
    expect(await books.today(trx, TENANT_A)).toBe('2026-11-21')
    world.advance(3 * 3600)
    expect(await books.today(trx, TENANT_A)).toBe('2026-11-22')
    const [head] = await books.heads(trx, TENANT_A, [document.id, crypto.randomUUID()])
    expect(head).toMatchObject({ standing: 'posted', balanceMinor: document.totalMinor })
    expect(head).not.toHaveProperty('lines')
    expect(await books.story(trx, TENANT_A, crypto.randomUUID())).toBeNull()
  })
})
