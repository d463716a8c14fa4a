import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { CatalogueEntry } from '../adapter.ts'
import { planOf, rowsRead, statementsOf } from '../testing/statements.ts'
import { at, BOOKKEEPER, createStoreWorld, idOf, TENANT_A, type StoreWorld } from '../testing/store-world.ts'
import { addEntry, catalogueStates, readEntries, replaceCatalogue, searchCatalogue } from './catalogue.ts'
import type { Connection } from './connection.ts'
import { exclude } from './exclusions.ts'
import { writeLinks, type LinkDraft } from './links.ts'
import { countTabs, workbench, type Ours } from './suggestions.ts'

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

const entry = (id: string, name: string, changes: Partial<CatalogueEntry> = {}): CatalogueEntry => ({
  id,
  name,
  detail: null,
  email: null,
  currency: 'USD',
  active: true,
  group: null,
  ...changes,
})

const read = (entries: CatalogueEntry[], time = '09:00', kind: 'customer' | 'item' = 'customer') =>
  world.inA((trx) => replaceCatalogue(trx, TENANT_A, company, kind, entries, at(time)))

describe('the catalogue', () => {
  it('is replaced in two statements; what is gone becomes inactive and what comes back active', async () => {
    const many = Array.from({ length: 2000 }, (_, n) => entry(String(n), `Name ${n}`))
    const { answer, statements } = await statementsOf(world.db.app, () => read(many))
    expect([answer, statements.length]).toEqual([{ gone: 0 }, 2])
    expect(await read([entry('1', 'Renamed'), entry('5000', 'New')], '09:05')).toEqual({ gone: 1999 })
    const [one, two] = await world.inA((trx) => readEntries(trx, TENANT_A, company, 'customer', ['1', '2']))
    expect([one, two]).toEqual([entry('1', 'Renamed'), entry('2', 'Name 2', { active: false })])
    expect(await read([entry('2', 'Name 2')], '09:10')).toEqual({ gone: 2 })
    expect(await world.inA((trx) => catalogueStates(trx, TENANT_A, company))).toEqual([
      { kind: 'customer', active: 1, readAt: '2026-03-02T09:10:00.000Z' },
    ])
  })

  it('takes names with characters that no database takes, and an entry that came twice', async () => {
    await read([entry('1', 'A\u0000cme \ud800'), entry('2', 'Best'), entry('2', 'Best')])
    expect(await world.inA((trx) => readEntries(trx, TENANT_A, company, 'customer', ['1']))).toMatchObject([
      { name: 'Acme \ufffd' },
    ])
    await expect(read([])).resolves.toEqual({ gone: 2 })
  })

  it('is searched without case and accents, beginnings first, by id too, and only what is active', async () => {
    await read([
      entry('1', 'The Émile Company'),
      entry('2', 'Emile & Sons'),
      entry('3', 'Émile, closed', { active: false }),
      entry('4', 'Other'),
    ])
    await read([entry('1', 'Emile hosting')], '09:00', 'item')
    await world.inA((trx) =>
      addEntry(trx, TENANT_A, company, 'customer', entry('5', 'Emile new'), at('09:01')),
    )
    const find = (text: string) =>
      world.inA(async (trx) => {
        const found = await searchCatalogue(trx, TENANT_A, company, 'customer', { text, limit: 10 })
        return found.map((each) => each.id)
      })
    expect(await find('EMILE')).toEqual(['2', '5', '1'])
    expect(await find('4')).toEqual(['4'])
    expect(await find('')).toHaveLength(4)
    expect(await find("%_' or 1=1")).toEqual([])
    expect(
      await world.inB((trx) => searchCatalogue(trx, TENANT_A, company, 'customer', { text: '', limit: 9 })),
    ).toEqual([])
  })
})

describe('the workbench', () => {
  const CLIENTS = { entityType: 'client', kind: 'customer' } as const
  const ours = (n: number, name: string, changes: Partial<Ours> = {}): Ours => ({
    id: idOf('k', n),
    name,
    currency: 'USD',
    ...changes,
  })
  const compare = (list: Ours[]) => world.inA((trx) => workbench(trx, TENANT_A, company, CLIENTS, list))

  it('suggests the only counterpart of the same name, and sorts everything into its tab', async () => {
    await read([
      entry('1', 'Acme Ltd.', { email: 'Books@acme.example' }),
      entry('2', 'Twin'),
      entry('3', 'twin'),
      entry('4', 'Linked already'),
      entry('5', 'Paid in pounds', { currency: 'GBP' }),
      entry('6', 'Closed down', { active: false }),
      entry('7', 'Left out'),
    ])
    await save([client(4, '4')])
    await world.inA((trx) =>
      exclude(trx, TENANT_A, {
        entityType: 'client',
        entityId: idOf('k', 7),
        reason: 'Barter',
        by: BOOKKEEPER,
        at: at('09:00'),
      }),
    )
    const { answer: rows, statements } = await statementsOf(world.db.app, () =>
      compare([
        ours(9, 'linked  ALREADY'),
        ours(1, 'acme ltd.', { email: 'books@acme.example' }),
        ours(2, 'Twin'),
        ours(4, 'Now called otherwise'),
        ours(5, 'Paid in pounds'),
        ours(6, 'Closed down'),
        ours(7, 'Left out'),
        ours(8, '—'),
      ]),
    )
    expect(statements).toHaveLength(1)
    expect(rows.map((row) => [row.tab, row.candidates, row.suggestion?.externalId ?? null])).toEqual([
      ['review', 0, null],
      ['suggested', 1, '1'],
      ['review', 2, null],
      ['mapped', 0, null],
      ['review', 0, null],
      ['review', 0, null],
      ['ignored', 1, '7'],
      ['review', 0, null],
    ])
    expect(rows[1]?.suggestion).toMatchObject({ name: 'Acme Ltd.', sameEmail: true })
    expect(rows[3]?.linked).toMatchObject({ externalId: '4', name: 'Linked already', active: true })
    expect(countTabs(rows)).toEqual({ first_export: 0, suggested: 1, review: 5, mapped: 1, ignored: 1 })
  })

  it('takes ids that are no uuid, such as a combination of tax rates', async () => {
    await world.inA((trx) =>
      replaceCatalogue(
        trx,
        TENANT_A,
        company,
        'tax_code',
        [entry('3', 'VAT 20', { currency: null })],
        at('09:00'),
      ),
    )
    const [row] = await world.inA((trx) =>
      workbench(trx, TENANT_A, company, { entityType: 'tax', kind: 'tax_code' }, [
        { id: 'a+b', name: 'VAT 20' },
      ]),
    )
    expect(row).toMatchObject({ id: 'a+b', tab: 'suggested' })
  })

  it('compares thousands with thousands by reading each of them a few times, not each with each', async () => {
    const names = Array.from({ length: 5000 }, (_, n) => `Company number ${n}`)
    await read(names.map((name, n) => entry(String(n), name)))
    await world.db.owner.raw('analyze accounting_sync_catalogue')
    const list = names.map((name, n) => ours(n, name))
    expect(countTabs(await compare(list)).suggested).toBe(5000)
    const plan = await world.inA((trx) => planOf(trx, () => workbench(trx, TENANT_A, company, CLIENTS, list)))
    expect(rowsRead(plan), plan).toBeLessThan(50_000)
  })
})
