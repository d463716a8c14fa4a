import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { stampSeconds } from '../time.ts'
import { changePollKnobs, changesMember, type ChangePollKnobs } from './cdc.ts'
import { DAY, looseCompany, MINUTE, read, SECOND, START } from './testing/company.ts'
import { refusal } from './testing/refusal.ts'

const iso = (at: number) => new Date(at).toISOString()

function books() {
  const loose = looseCompany()
  const text = (
    entities: string,
    since: number | string = START,
    now = START + MINUTE,
    knobs: Partial<ChangePollKnobs> = {},
  ) =>
    changesMember(
      loose.company,
      new URLSearchParams({ entities, changedSince: typeof since === 'string' ? since : iso(since) }),
      now,
      { ...changePollKnobs, ...knobs },
    )
  const groups = (...args: Parameters<typeof text>) =>
    (read(text(...args))['CDCResponse'] as { QueryResponse: JsonObject[] }[])[0]?.QueryResponse ?? []
  const ids = (kind: string, ...args: Parameters<typeof text>) =>
    groups(...args)
      .flatMap((each) => (each[kind] ?? []) as { Id: string }[])
      .map((each) => each.Id)
  return { ...loose, text, groups, ids }
}

describe('a change poll', () => {
  it('answers with one group per entity, in the order asked, unchanged ones empty', () => {
    const { put, groups } = books()
    put('Vendor', '7', START, { DisplayName: 'Cal Telephone' })
    put('Customer', '1', START, { DisplayName: 'Cool Cars' })
    expect(groups('Vendor,Item,Customer').map((each) => Object.keys(each)[0])).toEqual([
      'Vendor',
      undefined,
      'Customer',
    ])
  })

  it('answers byte for byte like the service', () => {
    const { put, drop, text } = books()
    put('Customer', '1', START, { Balance: 5 })
    put('Customer', '2', START)
    drop('Customer', '2', START + SECOND)
    const time = stampSeconds(START)
    expect(text('Item,Customer')).toBe(
      `"CDCResponse":[{"QueryResponse":[{},{"Customer":[{"Balance":5.00,"Id":"1","SyncToken":"0","MetaData":{"CreateTime":"${time}","LastUpdatedTime":"${time}"}},{"domain":"QBO","status":"Deleted","Id":"2","MetaData":{"LastUpdatedTime":"2026-11-21T04:00:01-08:00"}}],"startPosition":1,"maxResults":2}]}]`,
    )
  })

  it('has one empty group when nothing changed at all', () => {
    expect(books().text('Customer,Item,Vendor')).toBe('"CDCResponse":[{"QueryResponse":[{}]}]')
  })

  it('gives no start to a group of nothing but deletions', () => {
    const { put, drop, groups } = books()
    put('Customer', '1', START)
    drop('Customer', '1', START + SECOND)
    expect(groups('Customer')[0]).toMatchObject({ Customer: [{ status: 'Deleted', Id: '1' }], maxResults: 1 })
    expect(groups('Customer')[0]).not.toHaveProperty('startPosition')
  })

  it('shows each object once, in the order of the last change, the deleted after all others', () => {
    const { put, drop, ids } = books()
    for (const [second, id] of ['1', '2', '3', '4'].entries()) put('Customer', id, START + second * SECOND)
    put('Customer', '1', START + 10 * SECOND)
    drop('Customer', '2', START + 11 * SECOND)
    put('Customer', '3', START + 12 * SECOND)
    expect(ids('Customer', 'Customer')).toEqual(['4', '1', '3', '2'])
  })

  it('shows what was made inactive as a whole object', () => {
    const { put, groups } = books()
    put('Customer', '1', START, { DisplayName: 'Old Ways (deleted)', Active: false })
    expect(groups('Customer')[0]).toMatchObject({ Customer: [{ Active: false, SyncToken: '0' }] })
  })

  it('includes a change of the very instant asked for and none before it', () => {
    const { put, ids } = books()
    put('Customer', '1', START)
    put('Customer', '2', START + SECOND)
    expect(ids('Customer', 'Customer', START)).toEqual(['1', '2'])
    expect(ids('Customer', 'Customer', START + 1)).toEqual(['2'])
    expect(ids('Customer', 'Customer', START + SECOND + 1)).toEqual([])
  })

  it('takes a day, any offset, and an offset whose plus sign arrived as a blank', () => {
    const { put, ids } = books()
    put('Customer', '1', START - 1)
    put('Customer', '2', START)
    expect(ids('Customer', 'Customer', '2026-11-21')).toEqual(['1', '2'])
    expect(ids('Customer', 'Customer', '2026-11-21T04:00:00-08:00')).toEqual(['2'])
    expect(ids('Customer', 'Customer', '2026-11-21T13:00:00+01:00')).toEqual(['2'])
    expect(ids('Customer', 'Customer', '2026-11-21T13:00:00 01:00')).toEqual(['2'])
  })

  it('does not care about the case of entities or blanks between them', () => {
    const { put, ids } = books()
    put('Customer', '1', START)
    expect(ids('Customer', 'item, customer')).toEqual(['1'])
  })
})

describe('the cap of a change poll', () => {
  function many(customers: number, vendors: number) {
    const world = books()
    for (let id = 1; id <= customers; id += 1) world.put('Customer', String(id), START + id * SECOND)
    for (let id = 1; id <= vendors; id += 1) world.put('Vendor', String(id), START + id * SECOND)
    return world
  }
  const sizes = (groups: JsonObject[]) => groups.map((each) => each['maxResults'] ?? 0)

  it.each([
    [999, 999],
    [1000, 1000],
    [1001, 1000],
    [2500, 1000],
  ])('of %i changes shows %i, the oldest', (changes, shown) => {
    const { ids } = many(changes, 0)
    expect(ids('Customer', 'Customer')).toEqual(Array.from({ length: shown }, (_, at) => String(at + 1)))
  })

  it('counts all entities together, so that the last ones asked for may come short', () => {
    const { groups } = many(600, 600)
    expect(sizes(groups('Customer,Vendor'))).toEqual([600, 400])
    expect(sizes(groups('Vendor,Customer,Item'))).toEqual([600, 400, 0])
  })

  it('leaves an entity empty when those before it filled the answer', () => {
    expect(many(1000, 5).groups('Customer,Vendor')[1]).toEqual({})
  })

  it('counts each entity by itself if so chosen', () => {
    const { groups } = many(1100, 1100)
    expect(sizes(groups('Customer,Vendor', START, START, { capCounts: 'each' }))).toEqual([1000, 1000])
  })

  it('counts what was deleted too', () => {
    const { drop, groups, ids } = many(6, 0)
    drop('Customer', '1', START + MINUTE)
    drop('Customer', '2', START + MINUTE)
    expect(ids('Customer', 'Customer', START, START + MINUTE, { cap: 5 })).toEqual(['3', '4', '5', '6', '1'])
    expect(ids('Customer', 'Customer', START, START + MINUTE, { cap: 4 })).toEqual(['3', '4', '5', '6'])
    expect(sizes(groups('Customer', START, START + MINUTE, { cap: 5 }))).toEqual([5])
  })

  it('counts what was deleted against the entities asked for after it', () => {
    const { drop, groups } = many(3, 3)
    drop('Customer', '1', START + MINUTE)
    drop('Customer', '2', START + MINUTE)
    expect(sizes(groups('Customer,Vendor', START, START + MINUTE, { cap: 4 }))).toEqual([3, 1])
  })

  it('finds a few late changes among a hundred thousand at once', () => {
    const { put, ids } = many(100_000, 0)
    put('Customer', '5', START + 100_001 * SECOND)
    const started = performance.now()
    for (let poll = 0; poll < 1000; poll += 1) {
      const since = START + 100_001 * SECOND
      expect(ids('Customer', 'Customer', since, since)).toEqual(['5'])
    }
    expect(performance.now() - started).toBeLessThan(1000)
  })
})

describe('how far back a change poll may look', () => {
  it('is thirty days to the instant', () => {
    const now = START
    expect(refusal(() => books().text('Customer', now - 30 * DAY, now))).toBe('accepted')
    expect(refusal(() => books().text('Customer', now - 30 * DAY - 1, now))).toMatch(
      /^500 Operation cdc with changedSince date 2026-10-22T11:59:59\.999Z which is older than fixed days is not supported/,
    )
  })

  it('can be chosen', () => {
    expect(refusal(() => books().text('Customer', START - 3 * DAY, START, { days: 2 }))).toMatch(/^500 /)
    expect(refusal(() => books().text('Customer', '2011-10-10T09:00:00-07:00', START, { days: 9999 }))).toBe(
      'accepted',
    )
  })
})

describe('a refused change poll', () => {
  const ask = (query: string) =>
    refusal(() => changesMember(books().company, new URLSearchParams(query), START, changePollKnobs))
  const recent = 'changedSince=2026-11-20'

  it.each(['TaxAgency', 'taxcode', 'TaxRate', 'JournalCode', 'TimeActivity'])(
    'asks for %s, which polls do not cover',
    (entity) => {
      expect(ask(`entities=Customer,${entity}&${recent}`)).toBe(
        `500 Operation cdc for entity ${entity} is not supported.`,
      )
    },
  )

  it('asks for what is not modelled', () => {
    expect(ask(`entities=Customer,PurchaseOrder&${recent}`)).toMatch(
      /^5030 qbo-sandbox does not model change polls of PurchaseOrder/,
    )
  })

  it('lacks entities or a time, or has a time that is none', () => {
    expect(ask(recent)).toMatch(/^2020 Required parameter entities/)
    expect(ask(`entities=&${recent}`)).toMatch(/^2020 Required parameter entities/)
    expect(ask(`entities=Customer,,Item&${recent}`)).toMatch(/^2020 Required parameter entities/)
    expect(ask('entities=Customer')).toMatch(/^2020 Required parameter changedSince/)
    expect(ask('entities=Customer&changedSince=yesterday')).toMatch(/^2060 .*yesterday/)
    expect(ask('entities=Customer&changedSince=2026-13-01')).toMatch(/^2060 /)
  })
})

describe('a change that comes late', () => {
  it('is missing until its hour has come, then stands where it belongs, in spite of a later cursor', () => {
    const { company, put, drop, ids } = books()
    put('Customer', '1', START)
    put('Customer', '2', START + SECOND)
    put('Customer', '3', START)
    drop('Customer', '3', START + 2 * SECOND)
    for (const id of ['1', '3']) company.lateUntil.set(`Customer:${id}`, START + 10 * MINUTE)
    expect(ids('Customer', 'Customer', START, START + 10 * MINUTE - 1)).toEqual(['2'])
    expect(ids('Customer', 'Customer', START, START + 10 * MINUTE)).toEqual(['1', '2', '3'])
    expect(ids('Customer', 'Customer', START + MINUTE, START + 10 * MINUTE)).toEqual([])
  })
})
