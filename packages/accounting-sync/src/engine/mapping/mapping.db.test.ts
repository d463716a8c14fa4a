import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CatalogueEntry, CatalogueKind } from '../../adapter.ts'
import type { Trx } from '../../host.ts'
import { replaceCatalogue } from '../../postgres/catalogue.ts'
import type { Connection } from '../../postgres/connection.ts'
import { loadLinks, writeLinks } from '../../postgres/links.ts'
import { statementsOf } from '../../testing/statements.ts'
import {
  CLIENT,
  createSyncWorld,
  lineOf,
  linkOf,
  SERVICE,
  SOMEBODY,
  type SyncWorld,
} from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { changeSettings, pause, resume } from '../control.ts'
import { map, unlink } from './map.ts'
import { acceptSuggestions } from './suggestions.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => {
  world.tasks.clear()
  world.clients.clear()
  world.items.services = []
})
afterAll(() => world.close())

const inA = <T>(work: (trx: Trx) => Promise<T>): Promise<T> =>
  world.host.transactions.inTenant(TENANT_A, work)
const entry = (id: string, name: string, changes: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  id,
  name,
  detail: null,
  email: null,
  currency: null,
  active: true,
  group: null,
  ...changes,
})
const stock = (connection: Connection, kind: CatalogueKind, entries: CatalogueEntry[]) =>
  inA((trx) => replaceCatalogue(trx, TENANT_A, connection, kind, entries, world.now()))
const statuses = async (connection: Connection) =>
  Object.fromEntries((await world.operations(connection)).map((each) => [each.number, each.status]))

/** A document whose only line is sold as this, and refused for it over there. */
async function refusedFor(connection: Connection, serviceId: string | null) {
  const changes = { lines: [lineOf(100, serviceId)], netMinor: 100, totalMinor: 100 }
  const [document] = await world.finalize(connection, 1, changes)
  return document?.number ?? ''
}

describe('a link made after something was refused', () => {
  it('tries again what names it, and leaves alone what was refused for something else', async () => {
    const connection = await world.connect()
    const wrong = ['a', 'b'].map((each) => linkOf('service', each, 'item', '99999'))
    await inA((trx) => writeLinks(trx, TENANT_A, connection, wrong, world.now()))
    const [a, b] = [await refusedFor(connection, 'a'), await refusedFor(connection, 'b')]
    await world.cycle(connection)
    expect(await statuses(connection)).toEqual({ [a]: 'failed', [b]: 'failed' })
    await stock(connection, 'item', [entry('1', 'Services')])
    const toItem = { entityType: 'service', entityId: 'a', externalId: '1' } as const
    expect(await inA((trx) => map(world.host, trx, connection, toItem))).toEqual({
      kind: 'mapped',
      released: 1,
    })
    await world.cycle(connection)
    expect(await statuses(connection)).toEqual({ [a]: 'done', [b]: 'failed' })
    const other = (await world.operations(connection)).find((each) => each.number === b)
    expect(other).toMatchObject({ generation: 1, attempts: 1 })
  })

  it('takes a fixed number of statements, however many were refused', async () => {
    const connection = await world.connect()
    await inA((trx) =>
      writeLinks(trx, TENANT_A, connection, [linkOf('service', 'c', 'item', '99999')], world.now()),
    )
    await world.finalize(connection, 40, { lines: [lineOf(100, 'c')], netMinor: 100, totalMinor: 100 })
    await world.cycle(connection)
    await stock(connection, 'item', [entry('1', 'Services')])
    const toItem = { entityType: 'service', entityId: 'c', externalId: '1' } as const
    const { answer, statements } = await statementsOf(world.db.app, () =>
      inA((trx) => map(world.host, trx, connection, toItem)),
    )
    expect(answer).toEqual({ kind: 'mapped', released: 40 })
    expect(statements.length).toBeLessThanOrEqual(7)
  })

  it('of lines without a service tries those again too', async () => {
    const connection = await world.connect({ fallbackItemId: '99999' })
    const number = await refusedFor(connection, null)
    await world.cycle(connection)
    expect(await statuses(connection)).toEqual({ [number]: 'failed' })
    const patch = { fallbackItemId: '1' }
    await inA((trx) => changeSettings(world.host, trx, TENANT_A, connection.connectionId, patch))
    await world.cycle(connection)
    expect(await statuses(connection)).toEqual({ [number]: 'done' })
  })
})

describe('what waits for two things', () => {
  const waiting = async (connection: Connection) => {
    const lines = [lineOf(100, 'd'), lineOf(100, 'e')]
    await world.finalize(connection, 1, { lines, netMinor: 200, totalMinor: 200 })
    await world.cycle(connection)
    await stock(connection, 'item', [entry('1', 'Services')])
    expect(asked()).toEqual(['d', 'e'])
    const toItem = { entityType: 'service', entityId: 'd', externalId: '1' } as const
    return () => inA((trx) => map(world.host, trx, connection, toItem))
  }
  const asked = () => [...world.tasks.values()].map((each) => each.context['entityId']).toSorted()

  it('goes on waiting for the other when one is linked, and says so at once', async () => {
    const connection = await world.connect()
    const linked = await waiting(connection)
    await linked()
    expect(await world.operations(connection)).toMatchObject([
      { waitReason: 'unmapped', waitsFor: ['service:e'] },
    ])
    expect(asked()).toEqual(['e'])
    await world.cycle(connection)
    expect(asked()).toEqual(['e'])
  })

  it('asks about the other no more once it waits for something else, and again after that', async () => {
    const connection = await world.connect()
    const linked = await waiting(connection)
    const { connectionId } = connection
    await inA((trx) =>
      pause(world.host, trx, TENANT_A, connectionId, { reason: 'stocktaking', by: SOMEBODY }),
    )
    await linked()
    await world.cycle(connection)
    expect(await world.operations(connection)).toMatchObject([{ waitReason: 'paused', waitsFor: null }])
    expect(asked()).toEqual([])
    await inA((trx) => resume(world.host, trx, TENANT_A, connectionId))
    await world.cycle(connection)
    expect(asked()).toEqual(['e'])
  })
})

describe('a link taken back', () => {
  it('lets documents wait for it from then on, and leaves what is over there', async () => {
    const connection = await world.connect()
    await world.finalize(connection, 1)
    await world.cycle(connection)
    const service = { entityType: 'service', entityId: SERVICE }
    expect(await inA((trx) => unlink(world.host, trx, connection, service))).toMatchObject({
      kind: 'unlinked',
      link: { externalId: '1' },
    })
    expect(await inA((trx) => unlink(world.host, trx, connection, service))).toEqual({ kind: 'not_linked' })
    await world.finalize(connection, 1)
    await world.cycle(connection)
    expect(Object.values(await statuses(connection)).toSorted()).toEqual(['done', 'pending'])
    expect([...world.tasks.values()].map((each) => each.kind)).toEqual(['accounting_sync_unmapped_item'])
  })

  it('is never that of a document', async () => {
    const connection = await world.connect()
    const [document] = await world.finalize(connection, 1)
    await world.cycle(connection)
    const entity = { entityType: 'invoice', entityId: document?.id ?? '' }
    for (const entityType of ['invoice', 'credit_note', 'payment', 'constructor']) {
      expect(await inA((trx) => unlink(world.host, trx, connection, { ...entity, entityType }))).toEqual({
        kind: 'refused',
        reason: 'document',
      })
    }
    expect(await inA((trx) => loadLinks(trx, TENANT_A, connection, [entity]))).toHaveLength(1)
  })
})

const client = (n: number, name: string, currency = 'USD') => ({
  id: `00000000-0000-4000-8000-00000000d${String(n).padStart(3, '0')}`,
  name,
  currency,
  email: null,
  phone: null,
  active: true,
  address: { line1: null, line2: null, city: null, region: null, postalCode: null, country: null },
})

describe('suggestions', () => {
  it('are accepted together: each alone is linked or told why not, and what waited goes out', async () => {
    const connection = await world.connect()
    const ours = [
      client(1, 'Birch'),
      client(2, 'Cedar'),
      client(3, 'Twin'),
      client(4, 'Twin'),
      client(5, 'Elm'),
      client(6, 'Fir', 'EUR'),
    ]
    for (const each of ours) world.clients.set(each.id, each)
    const [birch, cedar, twin, twain, elm, fir] = ours.map((each) => each.id)
    await world.finalize(connection, 2, { clientId: birch ?? '' })
    await world.cycle(connection)
    // Only now: a cycle gives entries the names that customers bear over there.
    await stock(connection, 'customer', [
      entry('2', 'birch'),
      entry('3', 'Twin'),
      entry('4', 'Elm'),
      entry('5', 'Elm'),
      entry('6', 'Fir', { currency: 'USD' }),
    ])
    const asked = [...ours.map((each) => each.id), CLIENT]
    const { answer, statements } = await statementsOf(world.db.app, () =>
      inA((trx) => acceptSuggestions(world.host, trx, connection, 'client', asked)),
    )
    expect(answer).toEqual({
      linked: [{ id: birch, externalId: '2' }],
      refused: [
        { id: cedar, reason: 'no_suggestion' },
        { id: twin, reason: 'ambiguous' },
        { id: twain, reason: 'ambiguous' },
        { id: elm, reason: 'no_suggestion' },
        { id: fir, reason: 'no_suggestion' },
        // It is no client of these books.
        { id: CLIENT, reason: 'unknown' },
      ],
      released: 2,
    })
    expect(statements.length).toBeLessThanOrEqual(6)
    await world.cycle(connection)
    expect(Object.values(await statuses(connection))).toEqual(['done', 'done'])
    expect(world.tasks.size).toBe(0)
    const again = await inA((trx) => acceptSuggestions(world.host, trx, connection, 'client', [birch ?? '']))
    expect(again).toEqual({ linked: [], refused: [{ id: birch, reason: 'linked_already' }], released: 0 })
  })

  it('may give two services the same item', async () => {
    const connection = await world.connect()
    const service = (id: string) => ({ id, name: 'Support', code: null, detail: null, active: true })
    world.items.services = [service('x'), service('y')]
    await stock(connection, 'item', [entry('7', 'Support')])
    const answer = await inA((trx) =>
      acceptSuggestions(world.host, trx, connection, 'service', ['x', 'y', 'z']),
    )
    expect(answer.linked).toEqual([
      { id: 'x', externalId: '7' },
      { id: 'y', externalId: '7' },
    ])
    expect(answer.refused).toEqual([{ id: 'z', reason: 'unknown' }])
  })

  it('calls a combination of rates as its list does, and one that is known in part nothing', async () => {
    const connection = await world.connect()
    const rate = (id: string, name: string) => ({ id, name, code: null, detail: null, active: true })
    world.items.taxRates = [rate('a', 'State'), rate('b', 'County')]
    await stock(connection, 'tax_code', [entry('9', 'County + State'), entry('8', 'State')])
    const answer = await inA((trx) =>
      acceptSuggestions(world.host, trx, connection, 'tax', ['a+b', 'a+gone', 'none']),
    )
    expect(answer.linked).toEqual([{ id: 'a+b', externalId: '9' }])
    expect(answer.refused).toEqual(['a+gone', 'none'].map((id) => ({ id, reason: 'unknown' })))
  })
})
