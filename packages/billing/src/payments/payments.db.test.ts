import { randomUUID } from 'node:crypto'
import { TENANT_A } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { voidInvoice } from '../contract/invoice-commands.ts'
import { getInvoice } from '../contract/invoices.ts'
import {
  getPayment,
  recordPayment,
  reverseAllocation,
  reversePayment,
  suggestPayment,
} from '../contract/payments.ts'
import { moneyUseCases } from '../receivables/use-cases.ts'
import { alder, CLIENT, CLIENT_OF_BIRCH, createBooks, insertClient, type Books } from '../testing/books.ts'
import { creditNote, inBooks, money, refusal } from '../testing/receipts.ts'
import { recordExternalPayment } from './record.ts'

let books: Books
const told: string[] = []

beforeAll(async () => {
  books = await createBooks(moneyUseCases)
  books.billing.lifecycle.subscribe('paymentRecorded', async (_trx, _tenant, items) => {
    told.push(...items.map((each) => `recorded ${each.provider} ${each.allocations.length}`))
  })
  books.billing.lifecycle.subscribe('paymentReversed', async (_trx, _tenant, items) => {
    told.push(...items.map((each) => `reversed ${each.whole ? 'whole' : 'part'} ${each.allocations.length}`))
  })
})
afterAll(() => books.close())

const invoice = (fields?: Record<string, unknown>) => books.finalized(fields)
const see = (invoiceId: string) => books.app.execute(getInvoice, alder, { invoiceId })
const record = (changes: Parameters<typeof money>[0]) =>
  inBooks(books, (ctx) => recordExternalPayment(ctx, money(changes)))
const trailOf = (invoiceId: string) =>
  books.db
    .owner('transactions')
    .where({ invoice_id: invoiceId })
    .whereNot({ kind: 'invoice_finalized' })
    .orderBy(['recorded_at', 'transaction_id'])
    .select('kind', 'amount_minor', 'receivable_minor', 'occurred_on', 'external_id', 'external_realm')
const byHand = (changes: Record<string, unknown> = {}) =>
  books.app.execute(recordPayment, alder, {
    idempotencyKey: randomUUID(),
    clientId: CLIENT,
    paidOn: '2026-03-05',
    currency: 'USD',
    amountMinor: 10000,
    method: 'cheque',
    allocations: [],
    ...changes,
  })

describe('a payment', () => {
  it('pays several documents in part, keeps its own date, and has the rest left on it', async () => {
    const [first, second] = [await invoice(), await invoice()]
    told.length = 0
    const { paymentId, isNew, allocations } = await record({
      paidOn: '2026-02-27',
      amountMinor: 15000,
      allocations: [
        { invoiceId: first.invoiceId, amountMinor: 10000 },
        { invoiceId: second.invoiceId, amountMinor: 3000 },
      ],
      external: { externalId: '512', externalRealm: 'realm 9' },
    })
    expect(isNew).toBe(true)
    expect(allocations).toHaveLength(2)
    expect(await see(first.invoiceId)).toMatchObject({ status: 'paid', balanceDueMinor: 0, paidMinor: 10000 })
    expect(await see(second.invoiceId)).toMatchObject({ status: 'partially_applied', balanceDueMinor: 7000 })
    const view = await books.app.execute(getPayment, alder, { paymentId })
    expect(view).toMatchObject({ unappliedMinor: 2000, paidOn: '2026-02-27', clientName: 'Cedar Clinic' })
    expect(await trailOf(second.invoiceId)).toEqual([
      {
        kind: 'payment',
        amount_minor: 3000,
        receivable_minor: -3000,
        occurred_on: '2026-02-27',
        external_id: '512',
        external_realm: 'realm 9',
      },
    ])
    expect(told).toEqual(['recorded bank 2'])
  })

  it('is one receipt when its provider reports it again, whatever has become of it', async () => {
    const { invoiceId } = await invoice()
    const same = money({ allocations: [{ invoiceId, amountMinor: 4000 }] })
    const first = await inBooks(books, (ctx) => recordExternalPayment(ctx, same))
    told.length = 0
    const again = () => inBooks(books, (ctx) => recordExternalPayment(ctx, same))
    expect(await again()).toEqual({ ...first, isNew: false })
    await books.app.execute(reverseAllocation, alder, {
      allocationId: first.allocations[0]?.allocationId ?? '',
      reason: 'to another document',
    })
    expect(await again()).toEqual({ paymentId: first.paymentId, isNew: false, allocations: [] })
    expect(told).toEqual(['reversed part 1'])
    expect(await see(invoiceId)).toMatchObject({ paidMinor: 0 })
  })

  it('is refused under the reference of another', async () => {
    const { invoiceId } = await invoice()
    const first = money()
    await inBooks(books, (ctx) => recordExternalPayment(ctx, first))
    for (const change of [
      { amountMinor: 10001 },
      { paidOn: '2026-03-06' },
      { method: 'cash' },
      { note: 'late' },
      { allocations: [{ invoiceId, amountMinor: 1 }] },
    ]) {
      const differs = await refusal(
        inBooks(books, (ctx) => recordExternalPayment(ctx, { ...first, ...change })),
      )
      expect(differs).toMatchObject({ code: 'payment-differs', status: 409 })
    }
    // The same reference of another provider is another payment.
    const other = await inBooks(books, (ctx) => recordExternalPayment(ctx, { ...first, provider: 'stripe' }))
    expect(other.isNew).toBe(true)
  })

  it('never over-pays, and says which document and what is owed on it', async () => {
    const { invoiceId, number } = await invoice()
    await record({ allocations: [{ invoiceId, amountMinor: 9000 }] })
    const refused = await refusal(record({ allocations: [{ invoiceId, amountMinor: 1001 }] }))
    expect(refused).toMatchObject({ code: 'over-payment', extra: { invoiceId, number, owedMinor: 1000 } })
    expect(await see(invoiceId)).toMatchObject({ paidMinor: 9000 })
  })

  it('does not pay what nobody owes', async () => {
    const draft = await books.draft()
    const cancelled = await invoice()
    await books.app.execute(voidInvoice, alder, { invoiceId: cancelled.invoiceId, reason: 'by mistake' })
    const { noteId } = await creditNote(books)
    for (const [invoiceId, state] of [
      [draft.invoiceId, 'draft'],
      [cancelled.invoiceId, 'cancelled'],
      [noteId, 'credit_note'],
    ] as const) {
      const refused = await refusal(record({ allocations: [{ invoiceId, amountMinor: 1 }] }))
      expect(refused).toMatchObject({ code: 'not-payable', extra: { invoiceId, state } })
    }
  })

  it('does not pay in another currency, for another client, or a document or client that is not there', async () => {
    const other = '00000000-0000-4000-9000-0000000000aa'
    await insertClient(books.db, TENANT_A, other, 'Elm')
    const { invoiceId } = await invoice()
    const allocations = [{ invoiceId, amountMinor: 1 }]
    expect(await refusal(record({ currency: 'EUR', allocations }))).toMatchObject({ code: 'other-currency' })
    expect(await refusal(record({ clientId: other, allocations }))).toMatchObject({ code: 'other-client' })
    expect(await refusal(record({ clientId: CLIENT_OF_BIRCH }))).toMatchObject({ code: 'not-found' })
    const nowhere = [{ invoiceId: randomUUID(), amountMinor: 1 }]
    expect(await refusal(record({ allocations: nowhere }))).toMatchObject({ code: 'not-found' })
  })

  it.each([
    [{ amountMinor: 0 }, 'amountMinor'],
    [{ amountMinor: -5 }, 'amountMinor'],
    [{ amountMinor: 0.5 }, 'amountMinor'],
    [{ allocations: [{ invoiceId: CLIENT, amountMinor: 0 }] }, 'allocations.0.amountMinor'],
    [{ allocations: [{ invoiceId: CLIENT, amountMinor: -1 }] }, 'allocations.0.amountMinor'],
    [{ allocations: [{ invoiceId: CLIENT, amountMinor: 10001 }] }, 'allocations'],
    [
      {
        allocations: [
          { invoiceId: CLIENT, amountMinor: 1 },
          { invoiceId: CLIENT.toUpperCase(), amountMinor: 1 },
        ],
      },
      'allocations',
    ],
  ])('of %j is bad input', async (changes, field) => {
    expect(await refusal(record(changes))).toMatchObject({ status: 400, fields: [{ field }] })
    const typed = await refusal(byHand({ amountMinor: 10000, ...changes }))
    expect(typed.status).toBe(400)
    expect(typed.fields[0]?.field.startsWith(field.split('.')[0] ?? '')).toBe(true)
  })

  it('gives a prepayment its credit once it is paid in full, and takes it back with the money', async () => {
    const { invoiceId } = await invoice({ invoiceType: 'prepayment' })
    const pool = () => books.db.owner('credits').where({ source_invoice_id: invoiceId }).first()
    await record({ allocations: [{ invoiceId, amountMinor: 6000 }] })
    expect(await pool()).toBeUndefined()
    const rest = await record({ amountMinor: 4000, allocations: [{ invoiceId, amountMinor: 4000 }] })
    expect(await pool()).toMatchObject({ amount_minor: 10000, remaining_minor: 10000, withdrawn_at: null })
    await books.app.execute(reversePayment, alder, { paymentId: rest.paymentId, reason: 'bounced' })
    expect((await pool()).withdrawn_at).not.toBeNull()
    await record({ amountMinor: 4000, allocations: [{ invoiceId, amountMinor: 4000 }] })
    expect(await pool()).toMatchObject({ remaining_minor: 10000, withdrawn_at: null })
  })

  it('does not exist when somebody who hears of it fails', async () => {
    const { invoiceId } = await invoice()
    const failing = await createBooks(moneyUseCases)
    try {
      failing.billing.lifecycle.subscribe('paymentRecorded', () => Promise.reject(new Error('no')))
      const work = inBooks(failing, (ctx) => recordExternalPayment(ctx, money()))
      await expect(work).rejects.toThrow('no')
      expect(await failing.db.owner('payments').count({ n: '*' })).toEqual([{ n: 0 }])
    } finally {
      await failing.close()
    }
    expect(await see(invoiceId)).toMatchObject({ paidMinor: 0 })
  })
})

describe('a payment keyed by hand', () => {
  it('is recorded once when its form is sent twice, and says who did so', async () => {
    const { invoiceId } = await invoice()
    const form = {
      idempotencyKey: randomUUID(),
      reference: 'no. 88',
      allocations: [{ invoiceId, amountMinor: 500 }],
    }
    const [first, second] = [await byHand(form), await byHand(form)]
    expect(second).toEqual(first)
    expect(first).toMatchObject({ provider: 'manual', reference: 'no. 88', unappliedMinor: 9500 })
    const audits = await books.db
      .owner('audit_events')
      .where({ entity_id: first.paymentId })
      .orderBy('event_id')
      .pluck('action')
    expect(audits).toEqual(['payment.recorded', 'payment.sent_again'])
    expect(await refusal(byHand({ ...form, amountMinor: 700 }))).toMatchObject({ code: 'payment-differs' })
  })

  it('is proposed for the documents that were due first', async () => {
    const client = '00000000-0000-4000-9000-0000000000ab'
    await insertClient(books.db, TENANT_A, client, 'Fir')
    const make = (dueDate: string) => invoice({ clientId: client, issueDate: '2026-03-01', dueDate })
    const [late, early] = [await make('2026-04-20'), await make('2026-04-10')]
    await books.draft({ clientId: client })
    const ask = (amountMinor?: number) =>
      books.app.execute(suggestPayment, alder, { clientId: client, currency: 'USD', amountMinor })
    const some = await ask(13000)
    expect(some.items.map((each) => [each.invoiceId, each.proposedMinor])).toEqual([
      [early.invoiceId, 10000],
      [late.invoiceId, 3000],
    ])
    expect(some).toMatchObject({ unappliedMinor: 0, more: false })
    expect(await ask(25000)).toMatchObject({ unappliedMinor: 5000 })
    expect((await ask()).items.map((each) => each.proposedMinor)).toEqual([10000, 10000])
  })
})
