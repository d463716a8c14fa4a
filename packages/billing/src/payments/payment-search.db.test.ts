import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { listPayments } from '../contract/payments.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, CLIENT, createBooks, insertClient, type Books } from '../testing/books.ts'
import { plansOf } from '../testing/plans.ts'
import { inBooks, money } from '../testing/receipts.ts'
import { recordExternalPayment } from './record.ts'

const MANY = `
  insert into payments (tenant, payment_id, client_id, provider, provider_reference, content_hash, method, reference,
    paid_on, currency, amount_minor, unapplied_minor, recorded_at)
  select :tenant, ('00000000-0000-4000-b000-' || lpad(to_hex(n), 12, '0'))::uuid, :client, 'manual', 'many ' || n, 'x',
    'cheque', 'CHQ ' || n, date '2025-12-31' - n % 400, 'USD', 100, 0, '2026-01-01Z'
  from generate_series(1, 100000) n`

let books: Books

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
})
afterAll(() => books.close())

const record = (changes: Parameters<typeof money>[0]) =>
  inBooks(books, (ctx) => recordExternalPayment(ctx, money(changes)))
const find = (search: string) => books.app.execute(listPayments, alder, { search })

describe('the search for payments', () => {
  const found = async (search: string) => (await find(search)).items.map((each) => each.amountMinor)

  it('finds by the beginning of a reference, in capitals or not, or of a client’s name', async () => {
    const hazel = '00000000-0000-4000-9000-0000000000ad'
    await insertClient(books.db, TENANT_A, hazel, 'Elan Hazel')
    await record({ clientId: hazel, amountMinor: 71, reference: 'CHQ-900', paidOn: '2026-03-02' })
    await record({ clientId: hazel, amountMinor: 72, reference: 'wire 5', paidOn: '2026-03-01' })
    expect(await found('chq-9')).toEqual([71])
    expect(await found('wire')).toEqual([72])
    expect(await found('ELAN')).toEqual([71, 72])
    expect(await found('hazel')).toEqual([])
  })

  it('finds a few among many from the index of references, and stops early when many are found', async () => {
    await books.db.owner.raw(MANY, { tenant: TENANT_A, client: CLIENT })
    await books.db.owner.raw('analyze payments')
    const { items } = await find('chq 9999')
    // Newest first, which is not the order of their references.
    const wanted = ['CHQ 9999', ...Array.from({ length: 10 }, (_, at) => `CHQ ${99_990 + at}`)]
    expect(items.map((each) => each.reference).toSorted()).toEqual(wanted.toSorted())
    expect(items.map((each) => each.paidOn)).toEqual(
      items
        .map((each) => each.paidOn)
        .toSorted()
        .toReversed(),
    )
    const plan = await plansOf(books, 'payments', () => find('chq 9999'))
    expect(plan).toMatch(/payments_by_reference/)
    expect(plan).toMatch(/payments_pkey/)
    expect(plan).not.toMatch(/Seq Scan on payments|payments_by_date/)
    expect(await plansOf(books, 'payments', () => find('chq'))).toMatch(/payments_by_date/)
    expect((await find('chq')).items).toHaveLength(50)
  })
})
