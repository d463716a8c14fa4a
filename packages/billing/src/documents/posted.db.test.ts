import fc from 'fast-check'
import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { deleteDraft, updateDraft } from '../contract/invoice-commands.ts'
import { invoiceStatus, invoiceType } from '../contract/invoice-views.ts'
import { alder, CLIENT, createBooks, REGION, type Books } from '../testing/books.ts'
import { computeBalanceDue, statusOf, type Owing } from './balance.ts'
import { whereStatus } from './status-sql.ts'

describe('a finalized document', () => {
  let books: Books
  beforeAll(async () => {
    books = await createBooks()
  })
  afterAll(() => books.close())

  /** Another value of the same type for every column there is. */
  const OTHERS: Record<string, string> = {
    uuid: `'11111111-1111-4111-8111-111111111111'`,
    text: `'other'`,
    'character varying': `'other'`,
    character: `'EUR'`,
    date: `'2031-01-01'`,
    boolean: 'true',
    integer: '77',
    bigint: '77',
    numeric: '77',
    jsonb: `'{"other": true}'`,
    'timestamp with time zone': `'2031-01-01Z'`,
  }
  const MAY_MOVE = ['credit_applied_minor', 'paid_minor', 'voided_at', 'void_reason', 'updated_at', 'version']

  it.each([
    ['invoices', MAY_MOVE],
    ['invoice_lines', []],
    ['invoice_line_taxes', []],
  ])('keeps every column of %s, whoever asks the database', async (table, mayMove) => {
    const { invoiceId } = await books.finalized({ taxRegionId: REGION })
    const where =
      table === 'invoice_line_taxes'
        ? `line_id in (select line_id from invoice_lines where invoice_id = '${invoiceId}')`
        : `invoice_id = '${invoiceId}'`
    const { rows }: { rows: { column_name: string; data_type: string }[] } = await books.db.owner.raw(
      `select column_name, data_type from information_schema.columns
       where table_schema = 'public' and table_name = ? order by 1`,
      [table],
    )
    expect(rows.length).toBeGreaterThan(5)
    const refused: string[] = []
    for (const { column_name: column, data_type: type } of rows) {
      if (mayMove.includes(column)) continue
      const sql = `update ${table} set ${column} = ${OTHERS[type] ?? `no value for ${type}`} where ${where}`
      const outcomes = await Promise.allSettled([
        books.db.owner.raw(sql),
        books.db.database.withTenant(TENANT_A, (trx) => trx.raw(sql)),
      ])
      const codes = outcomes.map((each) => (each.status === 'rejected' ? each.reason.code : 'changed'))
      // Moving to another tenant meets the wall of tenants first, or this one.
      if (codes.every((code) => code === 'TT003' || (column === 'tenant' && code === '42501')))
        refused.push(column)
      else expect({ column, codes }).toEqual({ column, codes: ['TT003', 'TT003'] })
    }
    expect(refused).toHaveLength(rows.length - mayMove.length)
  })

  it('is not deleted, gets no line more, none less and none moved in from a draft', async () => {
    const [posted, draft] = await Promise.all([books.finalized({ taxRegionId: REGION }), books.draft()])
    const attempts = [
      `delete from invoices where invoice_id = '${posted.invoiceId}'`,
      `delete from invoice_lines where invoice_id = '${posted.invoiceId}'`,
      `delete from invoice_line_taxes where line_id = '${posted.lines[0]?.lineId}'`,
      `update invoice_lines set invoice_id = '${posted.invoiceId}', position = 9 where invoice_id = '${draft.invoiceId}'`,
      `insert into invoice_lines select tenant, invoice_id, gen_random_uuid(), 9 as position, service_id, description, quantity,
         unit_price_minor, discount_minor, net_minor, taxable, tax_minor, service_from, service_to
       from invoice_lines where invoice_id = '${posted.invoiceId}'`,
    ]
    for (const sql of attempts) {
      await expect(books.db.owner.raw(sql), sql).rejects.toMatchObject({ code: 'TT003' })
      await expect(
        books.db.database.withTenant(TENANT_A, (trx) => trx.raw(sql)),
        sql,
      ).rejects.toMatchObject({
        code: 'TT003',
      })
    }
  })

  it('stays void once it is void', async () => {
    const { invoiceId } = await books.finalized()
    await books.db
      .owner('invoices')
      .where({ invoice_id: invoiceId })
      .update({ voided_at: '2026-03-02Z', void_reason: 'x' })
    await expect(
      books.db
        .owner('invoices')
        .where({ invoice_id: invoiceId })
        .update({ voided_at: null, void_reason: null }),
    ).rejects.toMatchObject({ code: 'TT003' })
  })

  it('is refused by its use cases too, in words', async () => {
    const { invoiceId, version } = await books.finalized()
    const fields = { invoiceId, version, clientId: CLIENT, lines: [] }
    await expect(books.app.execute(updateDraft, alder, fields)).rejects.toMatchObject({
      code: 'already-finalized',
    })
    await expect(books.app.execute(deleteDraft, alder, { invoiceId })).rejects.toMatchObject({
      code: 'already-finalized',
    })
  })
})

describe('balance and status', () => {
  let books: Books
  beforeAll(async () => {
    books = await createBooks()
  })
  afterAll(() => books.close())

  const TODAY = '2026-03-15'
  const generated = fc.record({
    invoiceType: fc.constantFrom(...invoiceType.options),
    dueDate: fc.constantFrom('2026-03-10', '2026-03-14', TODAY, '2026-03-16', '2026-04-01'),
    isFinalized: fc.boolean(),
    isVoid: fc.boolean(),
    totalMinor: fc.integer({ min: 0, max: 3 }),
    paid: fc.integer({ min: 0, max: 3 }),
    credit: fc.integer({ min: 0, max: 3 }),
  })

  it('are the same in SQL and in TypeScript for whatever row there is', async () => {
    const rows = fc.sample(generated, { numRuns: 400, seed: 7 }).map((each, at): Row => {
      const paidMinor = Math.min(each.paid, each.totalMinor)
      return {
        invoiceId: `00000000-0000-4000-a000-${String(at).padStart(12, '0')}`,
        invoiceType: each.invoiceType,
        dueDate: each.dueDate,
        finalizedAt: each.isFinalized ? '2026-03-01T00:00:00.000Z' : null,
        voidedAt: each.isFinalized && each.isVoid ? '2026-03-02T00:00:00.000Z' : null,
        totalMinor: each.totalMinor,
        paidMinor,
        creditAppliedMinor: Math.min(each.credit, each.totalMinor - paidMinor),
      }
    })
    await insert(books, rows)
    const trxRead = books.db.database.withTenant(TENANT_A, async (trx) => {
      const balances: { invoice_id: string; balance_due_minor: number }[] =
        await trx('invoice_balances').orderBy('invoice_id')
      const statuses: [string, string][] = []
      for (const status of [...invoiceStatus.options, 'open'] as const) {
        const query = trx('invoices as i').orderBy('i.invoice_id').pluck('i.invoice_id')
        whereStatus(query, status, TODAY)
        for (const id of (await query) as string[]) statuses.push([id, status])
      }
      return { balances, statuses }
    })
    const { balances, statuses } = await trxRead
    expect(new Map(balances.map((each) => [each.invoice_id, each.balance_due_minor]))).toEqual(
      new Map(rows.map((row) => [row.invoiceId, computeBalanceDue(row)])),
    )
    const open = statuses.filter(([, status]) => status === 'open').map(([id]) => id)
    const derived = statuses.filter(([, status]) => status !== 'open')
    // Every row has exactly one status.
    expect(derived).toHaveLength(rows.length)
    expect(new Map(derived)).toEqual(new Map(rows.map((row) => [row.invoiceId, statusOf(row, TODAY)])))
    expect(open).toEqual(rows.filter((row) => computeBalanceDue(row) > 0).map((row) => row.invoiceId))
    expect(new Set(derived.map(([, status]) => status)).size).toBe(6)
  })

  type Row = Owing & { invoiceId: string; dueDate: string }

  async function insert({ db }: Books, rows: Row[]): Promise<void> {
    await db.owner('invoices').insert(
      rows.map((row, at) => ({
        tenant: TENANT_A,
        invoice_id: row.invoiceId,
        client_id: CLIENT,
        invoice_type: row.invoiceType,
        number: row.finalizedAt ? `N-${at}` : null,
        currency: 'USD',
        issue_date: '2026-03-01',
        due_date: row.dueDate,
        tax_exempt: false,
        net_minor: row.totalMinor,
        tax_minor: 0,
        total_minor: row.totalMinor,
        paid_minor: row.paidMinor,
        credit_applied_minor: row.creditAppliedMinor,
        version: 1,
        created_at: '2026-03-01Z',
        updated_at: '2026-03-01Z',
        finalized_at: row.finalizedAt,
        voided_at: row.voidedAt,
        void_reason: row.voidedAt ? 'x' : null,
      })),
    )
  }
})
