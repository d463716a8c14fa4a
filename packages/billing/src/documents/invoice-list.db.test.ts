import fc from 'fast-check'
import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InvoiceRow } from '../contract/invoice-views.ts'
import {
  countInvoices,
  invoiceSort,
  invoiceStatusFilter,
  listInvoices,
  MOST_COUNTED,
  type InvoiceSort,
} from '../contract/invoices.ts'
import { alder, birch, createBooks, type Books } from '../testing/books.ts'
import { plansOf, statementsOf } from '../testing/plans.ts'

const CLIENTS = 40
const TODAY = '2026-03-02'

/** So many documents of forty clients, many of one date or amount: one in fifty a draft, one in twenty still owed, some cancelled. */
const MANY = `
  insert into invoices (tenant, invoice_id, client_id, invoice_type, number, currency, issue_date, due_date, tax_exempt,
    net_minor, tax_minor, total_minor, paid_minor, version, created_at, updated_at, finalized_at, voided_at, void_reason)
  select :tenant, ('00000000-0000-4000-b000-' || lpad(to_hex((n * 7919) % 1000003), 12, '0'))::uuid,
    ('00000000-0000-4000-9100-' || lpad((n % ${CLIENTS})::text, 12, '0'))::uuid,
    case when n % 30 = 7 then 'credit_note' when n % 30 = 8 then 'prepayment' else 'standard' end,
    case when n % 50 <> 0 then 'INV-' || lpad(n::text, 6, '0') end,
    case when n % 9 = 0 then 'EUR' else 'USD' end,
    date '2026-03-01' - n % 400 / 3, date '2026-03-01' - n % 400 / 3 + 30, false,
    n % 500 / 2 * 100, 0, n % 500 / 2 * 100,
    case when n % 50 = 0 or n % 20 = 1 or n % 100 = 3 then 0 when n % 20 = 2 then n % 500 / 2 * 40 else n % 500 / 2 * 100 end,
    1, '2026-03-01Z', '2026-03-01Z',
    case when n % 50 <> 0 then timestamptz '2026-03-01Z' end,
    case when n % 100 = 3 then timestamptz '2026-03-01Z' end, case when n % 100 = 3 then 'x' end
  from generate_series(1, :count) n`

async function createMany(count: number): Promise<Books> {
  const books = await createBooks()
  const { owner } = books.db
  await owner.raw(
    `insert into clients (tenant, client_id, display_name, display_name_lower, name_key, currency, status,
       created_at, updated_at, updated_by, version)
     select :tenant, ('00000000-0000-4000-9100-' || lpad(n::text, 12, '0'))::uuid, 'Élan ' || n, 'élan ' || n, 'elan ' || n,
       'USD', 'active', '2026-01-01Z', '2026-01-01Z', 'test', 1
     from generate_series(0, ${CLIENTS - 1}) n`,
    { tenant: TENANT_A },
  )
  await owner.raw(MANY, { tenant: TENANT_A, count })
  await owner.raw('analyze invoices, clients')
  narrowingsOf(books)
  return books
}

/** What modules might offer: every tenth document by its amount, all of one currency, and none at all. */
function narrowingsOf({ billing: { narrowings } }: Books): void {
  const documents = (condition: string) => async (_trx: unknown, tenant: string) => ({
    sql: `select invoice_id as id from invoices where tenant = :tenant and ${condition}`,
    values: { tenant },
  })
  narrowings.register({ name: 'test:tenth', documents: documents('total_minor % 1000 = 0') })
  narrowings.register({ name: 'test:euros', documents: documents(`currency = 'EUR'`) })
  narrowings.register({ name: 'test:none', documents: async () => null })
}

describe('the list of documents', () => {
  let books: Books
  beforeAll(async () => {
    books = await createMany(300)
  })
  afterAll(() => books.close())

  const list = (input: Record<string, unknown>) => books.app.execute(listInvoices, alder, input)

  async function turnAllPages(input: Record<string, unknown>): Promise<InvoiceRow[]> {
    const rows: InvoiceRow[] = []
    let cursor: string | undefined
    do {
      const page = await list({ ...input, cursor })
      rows.push(...page.items)
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    return rows
  }

  const keyOf: Record<InvoiceSort, (row: InvoiceRow) => string | number> = {
    issue_date: (row) => row.issueDate,
    due_date: (row) => row.dueDate,
    number: (row) => row.number ?? '',
    total: (row) => row.totalMinor,
  }

  it('shows every document once and in order, whatever the page, the order and the filter', async () => {
    const all = await turnAllPages({ limit: 200 })
    expect(all).toHaveLength(300)
    const someInput = fc.record({
      sort: fc.constantFrom(...invoiceSort.options),
      direction: fc.constantFrom('asc', 'desc'),
      limit: fc.integer({ min: 5, max: 60 }),
      // Most have no filter, so that most have several pages.
      status: fc.constantFrom('all', 'all', 'all', 'all', ...invoiceStatusFilter.options),
      type: fc.constantFrom(undefined, undefined, undefined, 'standard', 'credit_note', 'prepayment'),
      currency: fc.constantFrom(undefined, undefined, undefined, 'EUR', 'USD'),
      from: fc.constantFrom(undefined, undefined, undefined, '2025-12-01'),
      to: fc.constantFrom(undefined, undefined, undefined, '2026-02-01'),
      dueFrom: fc.constantFrom(undefined, undefined, undefined, '2026-01-10'),
      dueTo: fc.constantFrom(undefined, undefined, undefined, '2026-02-20'),
      narrow: fc.constantFrom(undefined, undefined, undefined, 'test:tenth', 'test:euros', 'test:none'),
      search: fc.constantFrom(undefined, undefined, undefined, 'inv-0001', 'ELAN 1', 'élan 3', 'nobody'),
    })
    await fc.assert(
      fc.asyncProperty(someInput, async (input) => {
        const rows = await turnAllPages(input)
        const expected = all.filter((row) => fits(row, input))
        expect(rows.map((row) => row.invoiceId).toSorted()).toEqual(
          expected.map((row) => row.invoiceId).toSorted(),
        )
        const beyond = input.direction === 'asc' ? 1 : -1
        const keys = rows.map((row) => [keyOf[input.sort](row), row.invoiceId] as const)
        keys.slice(1).forEach((key, at) => expect(compare(key, keys[at]!) * beyond).toBeGreaterThan(0))
      }),
      { numRuns: 60 },
    )
  })

  function fits(row: InvoiceRow, input: Record<string, unknown>): boolean {
    const { status, type, currency, from, to, dueFrom, dueTo, search, narrow } = input
    const word = String(search).toLowerCase().replace('é', 'e')
    return (
      (status === 'all' || status === row.status || (status === 'open' && row.balanceDueMinor > 0)) &&
      (type === undefined || type === row.invoiceType) &&
      (narrow === undefined || isAmong(row, narrow)) &&
      (currency === undefined || currency === row.currency) &&
      (from === undefined || String(from) <= row.issueDate) &&
      (to === undefined || String(to) >= row.issueDate) &&
      (dueFrom === undefined || String(dueFrom) <= row.dueDate) &&
      (dueTo === undefined || String(dueTo) >= row.dueDate) &&
      // A credit note is due to nobody.
      ((dueFrom ?? dueTo) === undefined || row.invoiceType !== 'credit_note') &&
      (search === undefined ||
        (row.number ?? '').toLowerCase().startsWith(word) ||
        row.clientName.toLowerCase().replace('é', 'e').startsWith(word))
    )
  }

  const isAmong = (row: InvoiceRow, narrow: unknown) =>
    narrow === 'test:tenth' ? row.totalMinor % 1000 === 0 : narrow === 'test:euros' && row.currency === 'EUR'

  const compare = (a: readonly [string | number, string], b: readonly [string | number, string]) =>
    a[0] === b[0] ? (a[1] < b[1] ? -1 : 1) : a[0] < b[0] ? -1 : 1

  it('counts what each status would list', async () => {
    for (const filters of [
      {},
      { type: 'standard' },
      { search: 'Élan 1' },
      { currency: 'EUR', from: '2025-12-01' },
      { dueFrom: '2026-01-10', dueTo: '2026-02-20' },
      { dueTo: '2026-03-01', search: 'inv-0001' },
      { narrow: 'test:tenth', type: 'standard' },
      { narrow: 'test:none' },
    ]) {
      const counts = await books.app.execute(countInvoices, alder, filters)
      for (const status of invoiceStatusFilter.options) {
        const rows = await turnAllPages({ ...filters, status, limit: 200 })
        expect({ status, count: counts[status] }).toEqual({ status, count: rows.length })
      }
    }
    expect(await books.app.execute(countInvoices, alder, {})).toMatchObject({
      draft: 6,
      cancelled: 3,
      all: 300,
    })
  })

  it('refuses to be narrowed to what no module offers, rather than show everything', async () => {
    for (const narrow of ['test:nothing', 'nonsense', 'test:tenth; drop table invoices']) {
      const refused = { status: 400, fields: [{ field: 'narrow' }] }
      await expect(list({ narrow })).rejects.toMatchObject(refused)
      await expect(books.app.execute(countInvoices, alder, { narrow })).rejects.toMatchObject(refused)
    }
  })

  it('calls overdue what was due yesterday, and not what is due today', async () => {
    books.clock.set(`${TODAY}T12:00:00.000Z`)
    const rows = await turnAllPages({ status: 'open', limit: 200 })
    expect(rows.some((row) => row.status === 'overdue')).toBe(true)
    for (const row of rows) expect(row.status === 'overdue').toBe(row.dueDate < TODAY)
  })

  it.each(['nonsense', 'WyJ0b3RhbCIsMSwieCJd', btoa('["issue_date","2026-02-31","x"]')])(
    'refuses the cursor %s, and one of another order',
    async (cursor) => {
      await expect(list({ cursor })).rejects.toMatchObject({ status: 400, fields: [{ field: 'cursor' }] })
      const { nextCursor } = await list({ sort: 'total', limit: 1 })
      await expect(list({ cursor: nextCursor, sort: 'number' })).rejects.toMatchObject({ status: 400 })
    },
  )

  it('shows nothing of it to another company', async () => {
    expect((await books.app.execute(listInvoices, birch, {})).items).toEqual([])
    expect(await books.app.execute(countInvoices, birch, {})).toMatchObject({ all: 0, draft: 0 })
  })
})

describe('the list of a hundred thousand documents', () => {
  let books: Books
  beforeAll(async () => {
    books = await createMany(100_000)
  }, 120_000)
  afterAll(() => books.close())

  const inputs = [
    {},
    { status: 'open' },
    { status: 'overdue', sort: 'due_date', direction: 'asc' },
    { status: 'draft' },
    { status: 'cancelled' },
    { status: 'paid', sort: 'total' },
    { sort: 'number' },
    { dueFrom: '2026-03-01', dueTo: '2026-03-31' },
    { dueTo: '2025-12-31', status: 'open', sort: 'due_date' },
    { type: 'credit_note' },
    { search: 'INV-09999' },
    { search: 'élan 7' },
    { search: 'e', status: 'sent' },
    { clientId: '00000000-0000-4000-9100-000000000007' },
  ]

  it('narrows to many as it does to few: page after page, in order, and counted', async () => {
    const narrow = 'test:euros'
    const expected: string[] = await books.db
      .owner('invoices')
      .where({ tenant: TENANT_A, currency: 'EUR', invoice_type: 'standard' })
      .orderBy([
        { column: 'total_minor', order: 'desc' },
        { column: 'invoice_id', order: 'desc' },
      ])
      .limit(120)
      .pluck('invoice_id')
    const input = { narrow, sort: 'total', type: 'standard', limit: 60 }
    const first = await books.app.execute(listInvoices, alder, input)
    const second = await books.app.execute(listInvoices, alder, { ...input, cursor: first.nextCursor })
    expect([...first.items, ...second.items].map((row) => row.invoiceId)).toEqual(expected)
    const counts = await books.app.execute(countInvoices, alder, { narrow, from: '2026-01-01' })
    const every = await books.app.execute(countInvoices, alder, { currency: 'EUR', from: '2026-01-01' })
    expect(counts).toEqual(every)
    expect(every.all).toBeGreaterThan(500)
    for (const asked of [
      await statementsOf(books, () => books.app.execute(listInvoices, alder, input)),
      await statementsOf(books, () => books.app.execute(countInvoices, alder, { narrow })),
    ]) {
      expect(asked.length).toBeLessThanOrEqual(6)
    }
  })

  it.each(inputs)('answers %j with few statements', async (input) => {
    const asked = await statementsOf(books, () => books.app.execute(listInvoices, alder, input))
    expect(asked.length).toBeLessThanOrEqual('search' in input ? 5 : 4)
  })

  it.each([{}, { search: 'élan 7' }, { type: 'prepayment' }, { dueFrom: '2026-03-01' }])(
    'counts %j up to its bound',
    async (filters) => {
      const run = () => books.app.execute(countInvoices, alder, filters)
      expect((await statementsOf(books, run)).length).toBeLessThanOrEqual(5)
      const counts = await run()
      expect(counts.all).toBe(Math.min(counts.all, MOST_COUNTED + 1))
      if (Object.keys(filters).length === 0) {
        expect(counts).toMatchObject({
          all: MOST_COUNTED + 1,
          paid: MOST_COUNTED + 1,
          draft: 2000,
          cancelled: 1000,
        })
      }
    },
  )

  it.each([
    ['drafts', { status: 'draft' }, /invoices_drafts/],
    ['what is owed', { status: 'overdue', sort: 'due_date', direction: 'asc' }, /invoices_open/],
    ['all by date', {}, /invoices_by_date/],
    ['a number', { search: 'INV-09999' }, /invoices_by_number/],
    [
      'what falls due in some days',
      { dueFrom: '2026-03-10', dueTo: '2026-03-12', sort: 'due_date' },
      /invoices_by_due_date/,
    ],
    ['what was due long ago', { dueTo: '2025-12-01', status: 'open', sort: 'due_date' }, /invoices_open/],
    // From that day on: nothing is due before it is issued.
    [
      'what was due long ago, by issue date',
      { dueTo: '2025-12-01' },
      /invoices_by_date[^]*issue_date <= '2025-12-01'/,
    ],
  ])('reads %s from an index made for it', async (_what, input, index) => {
    const plan = await plansOf(books, 'invoices', () => books.app.execute(listInvoices, alder, input))
    expect(plan).toMatch(index)
    expect(plan).not.toMatch(/Seq Scan on invoices/)
  })
})
