import { createTestDatabase, type TestDatabase } from '@tieout/platform/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import {
  createOldHost,
  everyByteOf,
  fillOldHost,
  linesOf,
  OLD_NAMES,
  totalOf,
  type OldBill,
} from '../testing/old-host.ts'
import { backfillTotals, rehearseBackfill } from './backfill-totals.ts'
import { takeBackfillBack } from './take-back.ts'

let db: TestDatabase
beforeAll(async () => {
  db = await createTestDatabase()
})
afterAll(() => db.close())

const AT = new Date('2026-03-02T09:00:00.000Z')
const up = () => backfillTotals(db.owner, OLD_NAMES, { at: AT })
const down = () => takeBackfillBack(db.owner, OLD_NAMES)

/** One host counts cents under UUIDs, the other writes decimals under numbers. */
const HOSTS = {
  cents: {
    tables: { amounts: 'bigint', ids: 'uuid' },
    rows: { unit: 1, idOf: (at: number) => `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` },
  },
  decimals: {
    tables: { amounts: 'numeric', ids: 'bigint' },
    rows: { unit: 100, idOf: (at: number) => String(at + 1) },
  },
}

const line = fc.record({
  net: fc.integer({ min: -5000, max: 90_000 }),
  tax: fc.option(fc.integer({ min: 0, max: 9000 })),
})

/** A document as such a host may have it: most were lowered or never touched, some nobody can explain. */
const bill: fc.Arbitrary<OldBill> = fc
  .record({
    lines: fc.array(line, { maxLength: 5 }),
    isNote: fc.boolean(),
    share: fc.integer({ min: 0, max: 100 }),
    story: fc.constantFrom('lowered', 'lowered', 'never', 'fresh', 'odd'),
    odd: fc.integer({ min: -500, max: 500 }),
    isPrepayment: fc.boolean(),
  })
  .map(({ lines, isNote, share, story, odd, isPrepayment }) => {
    const signed = isNote
      ? lines.map(({ net, tax }) => ({ net: -net, tax: tax === null ? null : -tax }))
      : lines
    const bare = { lines: signed, credit: 0, odd: 0, isFresh: false, isPrepayment: isPrepayment && !isNote }
    const credit = story === 'never' ? 0 : Math.max(0, Math.floor((linesOf(bare) * share) / 100))
    return { ...bare, credit, isFresh: story === 'fresh', odd: story === 'odd' ? odd : 0 }
  })

/** What the rule says, in words of its own. */
const isLowered = (each: OldBill) =>
  totalOf(each) !== linesOf(each) && totalOf(each) + each.credit === linesOf(each)

const kindOf = (each: OldBill) =>
  each.isPrepayment ? 'prepayment' : totalOf(each) < 0 || linesOf(each) < 0 ? 'credit_note' : 'standard'

const totals = async (): Promise<{ total: string; type: string; owed: string }[]> =>
  (
    await db.owner.raw(
      `select (total_amount * :unit)::bigint::text as total, invoice_type as type,
         ((total_amount - coalesce(credit_applied, 0) - paid_amount) * :unit)::bigint::text as owed
       from old.bills order by cast(substring(note from 13) as int)`,
      { unit },
    )
  ).rows
let unit = 1

describe.each(Object.entries(HOSTS))('a history in %s that lowered totals', (_name, { tables, rows }) => {
  const begin = async (bills: readonly OldBill[]) => {
    unit = rows.unit
    await db.owner.raw('drop table if exists accounting_backfilled_totals')
    await createOldHost(db.owner, tables)
    await fillOldHost(db.owner, bills, rows)
  }

  it('is put right up, and back down to the byte; twice is once, and a rehearsal says it and writes nothing', async () => {
    let [restored, left] = [0, 0]
    await fc.assert(
      fc.asyncProperty(fc.array(bill, { minLength: 900, maxLength: 1100 }), async (bills) => {
        await begin(bills)
        const before = await everyByteOf(db.owner)
        const rehearsed = await rehearseBackfill(db.owner, OLD_NAMES)
        expect(await everyByteOf(db.owner)).toEqual(before)

        expect(await up()).toEqual(rehearsed)
        const right = bills.map((each) => ({
          total: String(isLowered(each) ? linesOf(each) : totalOf(each)),
          type: kindOf(each),
          owed: String((isLowered(each) ? linesOf(each) : totalOf(each)) - each.credit),
        }))
        expect(await totals()).toEqual(right)
        const lowered = bills.filter(isLowered)
        expect(rehearsed.restored.documents).toBe(lowered.length)
        restored += lowered.length
        left += rehearsed.left.documents
        // What a host that lowers totals took for owed is owed still.
        for (const each of lowered) expect(linesOf(each) - each.credit).toBe(totalOf(each))

        const after = await everyByteOf(db.owner)
        const again = await up()
        expect(again).toMatchObject({ restored: { documents: 0 }, left: rehearsed.left, typed: [] })
        expect(await everyByteOf(db.owner)).toEqual(after)

        expect(await down()).toEqual({ documents: lowered.length, changedSince: [] })
        expect(await everyByteOf(db.owner)).toEqual(before)
        expect(await down()).toEqual({ documents: 0, changedSince: [] })
      }),
      { numRuns: 4 },
    )
    expect(restored).toBeGreaterThan(500)
    expect(left).toBeGreaterThan(100)
  })
})

describe('the backfill', () => {
  const bills = (...all: Partial<OldBill>[]): OldBill[] =>
    all.map((each) => ({
      lines: [{ net: 1000, tax: 80 }],
      credit: 0,
      odd: 0,
      isFresh: false,
      isPrepayment: false,
      ...each,
    }))
  const begin = async (all: readonly OldBill[]) => {
    unit = 1
    await db.owner.raw('drop table if exists accounting_backfilled_totals')
    await createOldHost(db.owner, HOSTS.cents.tables)
    await fillOldHost(db.owner, all, HOSTS.cents.rows)
  }
  beforeEach(() => begin(bills({ credit: 300 }, {}, { odd: 7 })))

  it('tells how many, which, by how much, and what it leaves alone since nothing explains it', async () => {
    await begin(
      bills(
        { credit: 300 },
        { credit: 80 },
        {},
        { odd: 7 },
        { credit: 50, odd: -50 },
        { credit: 40, isFresh: true },
      ),
    )
    const report = await rehearseBackfill(db.owner, OLD_NAMES, { rows: 1 })
    expect(report).toMatchObject({
      documents: 6,
      agreeing: 2,
      restored: {
        documents: 2,
        sums: [
          { currency: 'EUR', documents: 1, totalBefore: '780', totalAfter: '1080' },
          { currency: 'USD', documents: 1, totalBefore: '1000', totalAfter: '1080' },
        ],
        rows: [{ number: 'B-1', total: '1000', credit: '80', lines: '1080', totalAfter: '1080' }],
      },
      left: { documents: 2, rows: [{ number: 'B-4', total: '980', credit: '50', lines: '1080' }] },
      typed: [{ type: 'standard', documents: 6 }],
    })
  })

  it('keeps what the host itself says a document is, and takes only its own words back', async () => {
    await begin(bills({ credit: 300 }, { isPrepayment: true }, { isPrepayment: true }, {}))
    await db.owner.raw(`alter table old.bills add column invoice_type text default 'standard'`)
    await db.owner.raw(`update old.bills set invoice_type = 'deposit' where note = 'as it stood 2'`)
    await db.owner.raw(`update old.bills set invoice_type = null where note = 'as it stood 3'`)
    const before = await everyByteOf(db.owner)
    expect((await up()).typed).toEqual([
      { type: 'prepayment', documents: 1 },
      { type: 'standard', documents: 1 },
    ])
    expect((await totals()).map((each) => each.type)).toEqual([
      'standard',
      'prepayment',
      'deposit',
      'standard',
    ])
    expect((await down()).documents).toBe(3)
    expect(await everyByteOf(db.owner)).toEqual(before)
  })

  it('leaves what has moved since as it is, says which, and takes it back once it is as it was', async () => {
    await begin(bills({ credit: 300 }, { credit: 200 }))
    const before = await everyByteOf(db.owner)
    await up()
    await db.owner.raw(`update old.bills set credit_applied = 500 where note = 'as it stood 0'`)
    const back = await down()
    expect(back).toMatchObject({ documents: 1, changedSince: [{ tenant: 'birch' }] })
    await db.owner.raw(`update old.bills set credit_applied = 300 where note = 'as it stood 0'`)
    expect(await down()).toEqual({ documents: 1, changedSince: [] })
    expect(await everyByteOf(db.owner)).toEqual(before)
  })

  it('puts right again what an old program lowered once more, and goes back to what that one wrote', async () => {
    await begin(bills({ credit: 300 }))
    await up()
    await db.owner.raw('update old.bills set total_amount = total_amount - 450, credit_applied = 450')
    const lowered = await db.owner.raw('select total_amount from old.bills')
    expect((await up()).restored.documents).toBe(1)
    expect((await totals()).map((each) => each.total)).toEqual(['1080'])
    await down()
    expect((await db.owner.raw('select total_amount from old.bills')).rows).toEqual(lowered.rows)
  })

  it('writes all or nothing', async () => {
    await db.owner.raw(`create function old.refuse() returns trigger language plpgsql as $$
      begin if new.note = 'as it stood 0' then raise exception 'not this one'; end if; return new; end $$`)
    await db.owner.raw(
      'create trigger refuse before update on old.bills for each row execute function old.refuse()',
    )
    const before = await everyByteOf(db.owner)
    await expect(up()).rejects.toThrow('not this one')
    expect(await everyByteOf(db.owner)).toEqual(before)
  })

  it('refuses what it cannot know to be whole: a name that is not there, amounts that are not exact, hidden rows', async () => {
    await expect(rehearseBackfill(db.owner, { ...OLD_NAMES, invoices: 'old.none' })).rejects.toThrow(
      'There is no table old.none.',
    )
    await expect(rehearseBackfill(db.owner, { ...OLD_NAMES, lineTax: 'vat' })).rejects.toThrow(
      'old.charges has no column vat.',
    )
    await db.owner.raw('alter table old.charges alter net_amount type double precision')
    await expect(rehearseBackfill(db.owner, OLD_NAMES)).rejects.toThrow(
      'old.charges: amounts in net_amount are not exact.',
    )
    const hidden = db.database.withTenant('00000000-0000-4000-8000-00000000000a', (trx) =>
      rehearseBackfill(trx),
    )
    await expect(hidden).rejects.toThrow('Rows of invoices are hidden from this role.')
  })
})
