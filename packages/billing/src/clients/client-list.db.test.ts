import { Problem } from '@tieout/platform'
import { encodeCursor, type InputOf } from '@tieout/platform/contract'
import { insertTenant, TENANT_A, TENANT_B } from '@tieout/platform/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { countClients, createClient, deactivateClient, listClients, updateClient } from '../contract/index.ts'
import { createWorld, insertManyClients, person, type World } from '../testing/world.ts'
import { lowered, nameKey } from './search-keys.ts'
import { clientCounts, clientPage } from './store.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const erin = person()
type Asked = InputOf<typeof listClients>

/** Every page to the end; `between` runs after each. */
async function walk(asked: Asked, actor = erin, between = async () => {}) {
  const seen = []
  let cursor: string | undefined
  do {
    const page = await world.app.execute(listClients, actor, { ...asked, cursor })
    seen.push(...page.items)
    cursor = page.nextCursor ?? undefined
    await between()
  } while (cursor)
  return seen
}

describe('the list of clients', () => {
  const own = person({ tenant: '00000000-0000-4000-8000-0000000000c1' })
  const names = async (asked: Asked) => (await walk(asked, own)).map((client) => client.displayName)
  const add = (displayName: string, more: object = {}) =>
    world.app.execute(createClient, own, { displayName, currency: 'EUR', ...more })

  beforeAll(async () => {
    await insertTenant(world.db.database, own.tenant, 'Small')
    await add('zebra')
    await add('Élan', { email: 'Hello@elan.example' })
    world.clock.advance(60)
    await add('Eden')
    const gone = await add('Elm', { email: 'zoe@elm.example' })
    world.clock.advance(60)
    await world.app.execute(deactivateClient, own, { clientId: gone.clientId })
  })

  it('is ordered by name as a person reads it, active ones unless told', async () => {
    expect(await names({})).toEqual(['Eden', 'Élan', 'zebra'])
    expect(await names({ status: 'all' })).toEqual(['Eden', 'Élan', 'Elm', 'zebra'])
    expect(await names({ status: 'inactive' })).toEqual(['Elm'])
    expect(await names({ direction: 'desc' })).toEqual(['zebra', 'Élan', 'Eden'])
  })

  it('is ordered by when they were created or changed', async () => {
    expect((await names({ status: 'all', sort: 'created_at', direction: 'desc' })).slice(0, 2)).toEqual(
      expect.arrayContaining(['Eden', 'Elm']),
    )
    expect((await names({ status: 'all', sort: 'updated_at', direction: 'desc' }))[0]).toBe('Elm')
  })

  it('finds by the beginning of a name or e-mail, whatever the case and accents', async () => {
    expect(await names({ search: 'EL', status: 'all' })).toEqual(['Élan', 'Elm'])
    expect(await names({ search: 'élA' })).toEqual(['Élan'])
    expect(await names({ search: 'hello@' })).toEqual(['Élan'])
    expect(await names({ search: 'z', status: 'all' })).toEqual(['Elm', 'zebra'])
    expect(await names({ search: 'lan', status: 'all' })).toEqual([])
    expect(await names({ search: '%', status: 'all' })).toEqual([])
    expect(await names({ search: '´', status: 'all' })).toEqual([])
  })

  it('counts what the same search finds in each status', async () => {
    const count = (search?: string) => world.app.execute(countClients, own, { search })
    expect(await count()).toEqual({ active: 3, inactive: 1, all: 4 })
    expect(await count('el')).toEqual({ active: 1, inactive: 1, all: 2 })
    expect(await count('nobody')).toEqual({ active: 0, inactive: 0, all: 0 })
  })

  it('takes no cursor that is not its own', async () => {
    const id = '00000000-0000-4000-8000-000000000001'
    for (const cursor of [
      'nonsense',
      encodeCursor(['name', 'a\u0000', id]),
      encodeCursor(['updated_at', 'yesterday', id]),
      encodeCursor(['name', 'a', 'no id']),
      encodeCursor(['created_at', '2026-01-01T00:00:00.000Z', id]),
    ]) {
      const sort = cursor === encodeCursor(['updated_at', 'yesterday', id]) ? 'updated_at' : 'name'
      const refused = await world.app.execute(listClients, own, { cursor, sort }).catch((error) => error)
      expect(refused).toBeInstanceOf(Problem)
      expect(refused).toMatchObject({ status: 400, fields: [{ field: 'cursor' }] })
    }
  })
})

describe('paging', () => {
  it('shows each client exactly once while others are added and changed', async () => {
    const tenant = '00000000-0000-4000-8000-0000000000c2'
    await insertTenant(world.db.database, tenant, 'Busy')
    await insertManyClients(world.db, tenant, 120, (n) => `client ${String(n).padStart(4, '0')}`)
    const busy = person({ tenant })
    let added = 0
    const seen = await walk({ status: 'all', limit: 17 }, busy, async () => {
      added += 1
      await Promise.all([
        world.app.execute(createClient, busy, { displayName: `a new first ${added}`, currency: 'USD' }),
        world.app.execute(createClient, busy, { displayName: `client 0050 b${added}`, currency: 'USD' }),
        world.app.execute(updateClient, busy, {
          clientId: '00000000-0000-4000-9000-000000000064',
          version: added,
          phone: `${added}`,
        }),
      ])
    })
    const ids = seen.map((client) => client.clientId)
    expect(new Set(ids).size).toBe(ids.length)
    const ofTheFirst = ids.filter((id) => id.startsWith('00000000-0000-4000-9000-'))
    expect(ofTheFirst).toHaveLength(120)
    expect(added).toBeGreaterThan(6)
  })

  it('puts any clients together again in one order, whatever the names, order and page size', async () => {
    let run = 0
    // Names that differ only in accents share a sort key, and the clock stands still: ties everywhere.
    const accented = fc.array(fc.constantFrom('a', 'á', 'à', 'ä'), { minLength: 1, maxLength: 3 })
    const name = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 200 }).filter(storable),
      accented.map((letters) => letters.join('')),
    )
    const names = fc.uniqueArray(name, { maxLength: 25, selector: (text) => lowered(text.trim()) })
    const asked = fc.record({
      limit: fc.integer({ min: 1, max: 9 }),
      sort: clientSortOf,
      direction: fc.constantFrom('asc' as const, 'desc' as const),
    })
    await fc.assert(
      fc.asyncProperty(names, asked, async (given, asked) => {
        run += 1
        const tenant = `00000000-0000-4000-a000-${run.toString(16).padStart(12, '0')}`
        await insertTenant(world.db.database, tenant, `Run ${run}`)
        const actor = person({ tenant })
        await Promise.all(
          given.map((displayName) =>
            world.app.execute(createClient, actor, { displayName, currency: 'USD' }),
          ),
        )
        const seen = (await walk(asked, actor)).map(({ displayName, clientId }) => ({
          displayName,
          clientId,
        }))
        const keyOf = (displayName: string) => (asked.sort === 'name' ? nameKey(displayName) : '')
        const expected = seen.toSorted(
          (a, b) => byBytes(keyOf(a.displayName), keyOf(b.displayName)) || byBytes(a.clientId, b.clientId),
        )
        expect(seen).toEqual(asked.direction === 'asc' ? expected : expected.toReversed())
        expect(seen.map((client) => client.displayName).toSorted()).toEqual(
          given.map((text) => text.trim()).toSorted(),
        )
      }),
      { numRuns: 40 },
    )
  })

  const clientSortOf = fc.constantFrom('name' as const, 'created_at' as const, 'updated_at' as const)
  const storable = (text: string) =>
    text.trim() !== '' && text.length <= 200 && text.isWellFormed() && !/\p{Cc}/u.test(text)
  const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
})

describe('among 20,000 clients', () => {
  beforeAll(async () => {
    const words = ['Aspen', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir', 'Ginkgo', 'Hazel']
    const nameOf = (n: number) => `${words[n % words.length]} ${n}`
    await insertManyClients(world.db, TENANT_A, 20_000, nameOf)
    await insertManyClients(world.db, TENANT_B, 2_000, nameOf)
    await world.db.owner.raw('vacuum analyze clients')
  })

  const planOf = (build: (trx: Parameters<typeof clientPage>[0]) => ReturnType<typeof clientPage>) =>
    world.db.database.withTenant(TENANT_A, async (trx) => {
      const { sql, bindings } = build(trx).toSQL()
      const { rows }: { rows: { 'QUERY PLAN': string }[] } = await trx.raw(
        `explain (analyze, costs off, timing off) ${sql}`,
        [...bindings],
      )
      return rows.map((row) => row['QUERY PLAN']).join('\n')
    })

  const wanted = { status: 'all', sort: 'name', direction: 'asc', limit: 50 } as const

  it.each(['hazel 1234', 'office1234', 'h'])('a search for %s goes through the indexes', async (search) => {
    const plans = [
      await planOf((trx) => clientPage(trx, { ...wanted, search })),
      await planOf((trx) => clientCounts(trx, search)),
    ]
    for (const plan of plans) {
      expect(plan).not.toContain('Seq Scan')
      expect(plan).toContain(`name_key >= '${search}'`)
      for (const line of plan.split('\n').filter((each) => each.includes('Index Cond'))) {
        expect(line).toMatch(/(name_key|email_lower) </)
      }
      expect(plan).not.toContain('Rows Removed')
    }
  })

  it('a deep page costs what the first one costs, in every order', async () => {
    const id = '00000000-0000-4000-9000-000000002000'
    const at = '2026-01-01T00:00:00.000Z'
    for (const [sort, value] of [
      ['name', 'elm 9'],
      ['created_at', at],
      ['updated_at', at],
    ] as const) {
      for (const direction of ['asc', 'desc'] as const) {
        const page = { ...wanted, sort, direction, after: { value, clientId: id } }
        const plan = await planOf((trx) => clientPage(trx, page))
        expect(plan).not.toMatch(/Seq Scan|Sort Key/)
        expect(plan).toMatch(/Index Cond: .*ROW\(/)
      }
    }
  })
})
