import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { statementsOf } from '../testing/statements.ts'
import {
  at,
  createStoreWorld,
  idOf,
  linkOf,
  TENANT_A,
  TENANT_B,
  type StoreWorld,
} from '../testing/store-world.ts'
import type { Connection } from './connection.ts'
import { markDisconnected } from './connecting.ts'
import { link, unlink } from './linking.ts'
import { loadLinks, loadLinksOfTypes, writeLinks, type LinkDraft } from './links.ts'

let world: StoreWorld
let company: Connection
beforeAll(async () => {
  world = await createStoreWorld()
})
beforeEach(async () => {
  await world.db.owner.raw(
    'truncate tenant_external_entity_mappings, accounting_sync_catalogue, accounting_sync_exclusions',
  )
  company = await world.connect()
})
afterAll(() => world.close())

const save = (drafts: LinkDraft[]) =>
  world.inA((trx) => writeLinks(trx, TENANT_A, company, drafts, at('09:00')))
const invoices = (...numbers: number[]) =>
  numbers.map((n) => ({ entityType: 'invoice', entityId: idOf('d', n) }))
const load = (...numbers: number[]) =>
  world.inA((trx) => loadLinks(trx, TENANT_A, company, invoices(...numbers)))

const client = (n: number, externalId: string): LinkDraft => ({
  mappingId: idOf('l', n),
  entityType: 'client',
  entityId: idOf('k', n),
  externalKind: 'customer',
  externalId,
  exclusive: true,
  name: `Customer ${externalId}`,
  status: 'linked',
})

describe('links', () => {
  it('are written and loaded for whole sets, one statement each, of several types at once', async () => {
    const drafts = Array.from({ length: 300 }, (_, n) => linkOf(n + 1))
    const wrote = await statementsOf(world.db.app, () => save([...drafts, client(1, '70')]))
    expect([wrote.answer.length, wrote.statements.length]).toEqual([301, 1])
    const wanted = [...invoices(1, 2, 999), { entityType: 'client', entityId: idOf('k', 1) }]
    const loaded = await statementsOf(world.db.app, () =>
      world.inA((trx) => loadLinks(trx, TENANT_A, company, wanted)),
    )
    expect(loaded.statements).toHaveLength(1)
    expect(loaded.answer.map((each) => each.externalId)).toEqual(['70', '501', '502'])
    expect(loaded.answer[1]).toEqual({
      mappingId: idOf('m', 1),
      entityType: 'invoice',
      entityId: idOf('d', 1),
      externalKind: 'invoice',
      externalId: '501',
      externalPart: '',
      name: null,
      number: 'INV-00001',
      version: '0',
      status: 'verified',
      snapshot: { totalMinor: 1001 },
      differences: null,
      metadata: {},
      generation: 1,
      sentAt: '2026-03-02T09:02:00.000Z',
      verifiedAt: '2026-03-02T09:02:00.000Z',
      createdAt: '2026-03-02T09:00:00.000Z',
      updatedAt: '2026-03-02T09:00:00.000Z',
    })
    const clients = await world.inA((trx) => loadLinksOfTypes(trx, TENANT_A, company, ['client']))
    expect(clients).toHaveLength(1)
  })

  it('written again keep their place and what people added to them', async () => {
    await save([linkOf(1, { metadata: { class: 'North' } })])
    const moved = linkOf(1, {
      mappingId: idOf('m', 9),
      externalId: '777',
      generation: 2,
      sentAt: null,
      status: 'sent',
    })
    await save([moved])
    expect(await load(1)).toMatchObject([
      {
        mappingId: idOf('m', 1),
        externalId: '777',
        generation: 2,
        status: 'sent',
        metadata: { class: 'North' },
        sentAt: '2026-03-02T09:02:00.000Z',
      },
    ])
  })

  it('of things that are not shared never share an object; items may', async () => {
    await save([linkOf(1)])
    expect(
      await save([linkOf(2, { externalId: '501' }), linkOf(3), linkOf(4, { externalId: '503' })]),
    ).toEqual(invoices(3))
    const part = linkOf(5, { externalId: '501', externalPart: 'line-1' })
    expect(await save([part])).toHaveLength(1)
    const item = (n: number): LinkDraft => ({
      ...client(n, '30'),
      entityType: 'service',
      externalKind: 'item',
      exclusive: false,
    })
    expect(await save([item(1), item(2)])).toHaveLength(2)
  })

  it('are one for each object also when two people link at the same instant', async () => {
    const by = (n: number) =>
      world.inA((trx) => link(trx, TENANT_A, company, client(n, '70'), at('09:00'))).catch(() => 'refused')
    const answers = await Promise.all([by(1), by(2), by(3)])
    expect(answers.filter((each) => each === 'linked')).toHaveLength(1)
    expect(await world.inA((trx) => link(trx, TENANT_A, company, client(4, '70'), at('09:00')))).toBe('taken')
  })

  it('can be taken away once, and survive a disconnect (L43)', async () => {
    await save([linkOf(1), linkOf(2)])
    await world.inA((trx) => markDisconnected(trx, TENANT_A, company.connectionId, at('09:10')))
    await world.connect(TENANT_A, { realm: company.realm })
    expect(await load(1, 2)).toHaveLength(2)
    const [first = { entityType: '', entityId: '' }] = invoices(1)
    const away = () => world.inA((trx) => unlink(trx, TENANT_A, company, first))
    expect(await away()).toMatchObject({ externalId: '501' })
    expect(await away()).toBeNull()
  })

  it('are invisible to another tenant, who may use the very same ids', async () => {
    await save([linkOf(1)])
    expect(await world.inB((trx) => loadLinks(trx, TENANT_A, company, invoices(1)))).toEqual([])
    expect(
      await world.inB((trx) => writeLinks(trx, TENANT_B, company, [linkOf(1)], at('09:00'))),
    ).toHaveLength(1)
    expect(
      await world.inB((trx) =>
        unlink(trx, TENANT_A, company, { entityType: 'invoice', entityId: idOf('d', 1) }),
      ),
    ).toBeNull()
    expect(await load(1)).toHaveLength(1)
  })
})
