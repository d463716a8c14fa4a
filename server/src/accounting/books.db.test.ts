import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InvoiceView } from '@tieout/billing/contract'
import type { CanonicalDocument } from '@tieout/accounting-sync'
import type { Transaction } from '@tieout/platform'
import { insertTenant } from '@tieout/platform/testing'
import { HARBOR, JUNIPER } from '../demo/companies.ts'
import { createTestHost, type Person, type TestHost } from '../testing/test-host.ts'
import { booksFor } from './books.ts'

let test: TestHost
let bill: Person
const STRANGER = '7f1c2a00-0000-4000-8000-0000000000ff'
beforeAll(async () => {
  test = await createTestHost()
  await insertTenant(test.db.database, STRANGER, 'Stranger')
  bill = await test.as('bill@harborlane.example')
  await finalizeTaxed()
})
afterAll(() => test.close())

/** By two rates at once, with a part of an hour, a discount and a span of time. */
async function finalizeTaxed(): Promise<void> {
  const regions = (await bill.ask('GET', '/tax-regions')).body.items
  const [client] = (await bill.ask('GET', '/clients?limit=1')).body.items
  const span = { serviceFrom: '2026-02-01', serviceTo: '2026-02-28' }
  const lines = [
    { description: 'Firewall', unitPriceMinor: 64_999, quantity: '1.25', discountMinor: 101, ...span },
    { description: 'Care', unitPriceMinor: 333, taxable: false },
  ]
  const taxRegionId = regions[0].taxRegionId
  const made = await bill.ask('POST', '/invoices').send({ clientId: client.clientId, taxRegionId, lines })
  expect(made.status, made.text).toBe(201)
  await bill
    .ask('POST', '/invoices/finalize')
    .send({ invoiceIds: [made.body.invoiceId] })
    .expect(200)
}

const inTenant = <T>(tenant: string, work: (trx: Transaction) => Promise<T>): Promise<T> =>
  test.db.database.withTenant(tenant, work)
const books = () => booksFor(test.clock)

async function idsOf(tenant: string): Promise<string[]> {
  return await test.db.owner('invoices').where({ tenant }).orderBy('invoice_id').pluck('invoice_id')
}

const everything = (tenant: string): Promise<CanonicalDocument[]> =>
  idsOf(tenant).then((ids) => inTenant(tenant, (trx) => books().documents(trx, tenant, ids)))

/** How many statements it takes. */
async function statements(work: (trx: Transaction) => Promise<unknown>): Promise<number> {
  return await inTenant(HARBOR.tenant, async (trx) => {
    let count = 0
    trx.on('query', () => (count += 1))
    await work(trx)
    return count
  })
}

const asShown = (view: InvoiceView) => ({
  id: view.invoiceId,
  kind: view.invoiceType === 'credit_note' ? 'credit_memo' : 'invoice',
  number: view.number,
  issueDate: view.issueDate,
  dueDate: view.dueDate,
  currency: view.currency,
  clientId: view.clientId,
  clientName: view.clientName,
  termsId: view.termsId,
  reference: view.reference,
  netMinor: view.netMinor,
  taxMinor: view.taxMinor,
  totalMinor: view.totalMinor,
  lines: view.lines.map((line) => ({
    id: line.lineId,
    serviceId: line.serviceId,
    description: line.description,
    quantity: line.quantity,
    unitPriceMinor: line.unitPriceMinor,
    discountMinor: line.discountMinor,
    netMinor: line.netMinor,
    taxMinor: line.taxMinor,
    taxes: line.taxes,
    serviceFrom: line.serviceFrom,
    serviceTo: line.serviceTo,
  })),
})

describe('documents', () => {
  it('are to the cent what the books show, line by line and tax by tax, credit notes too', async () => {
    const documents = await everything(HARBOR.tenant)
    expect(documents.length).toBeGreaterThan(30)
    expect(new Set(documents.map((each) => each.kind))).toEqual(new Set(['invoice', 'credit_memo']))
    expect(documents.some((each) => each.lines.some((line) => line.taxes.length > 1))).toBe(true)
    for (const document of documents) {
      const { body } = await bill.ask('GET', `/invoices/${document.id}`)
      expect(document).toEqual(asShown(body))
    }
  })

  it('are neither drafts nor cancelled nor prepayments', async () => {
    const ids = new Set((await everything(HARBOR.tenant)).map((each) => each.id))
    const left: { invoice_type: string; voided_at: string | null; finalized_at: string | null }[] =
      await test.db
        .owner('invoices')
        .where({ tenant: HARBOR.tenant })
        .whereNotIn('invoice_id', [...ids])
    expect(left.some((each) => each.voided_at !== null)).toBe(true)
    for (const each of left) {
      expect(
        each.finalized_at === null || each.voided_at !== null || each.invoice_type === 'prepayment',
      ).toBe(true)
    }
  })

  it('have heads, whatever they are, that say what is owed', async () => {
    const ids = await idsOf(HARBOR.tenant)
    const heads = await inTenant(HARBOR.tenant, (trx) => books().heads(trx, HARBOR.tenant, ids))
    expect(heads.map((each) => each.id).toSorted()).toEqual(ids)
    expect(new Set(heads.map((each) => each.standing))).toEqual(new Set(['draft', 'posted', 'cancelled']))
    for (const head of heads) {
      const { body } = await bill.ask('GET', `/invoices/${head.id}`)
      const kind = { standard: 'invoice', credit_note: 'credit_memo', prepayment: 'prepayment' }
      expect(head).toMatchObject({
        kind: kind[body.invoiceType as keyof typeof kind],
        number: body.number,
        clientName: body.clientName,
        totalMinor: body.totalMinor,
        taxMinor: body.taxMinor,
        balanceMinor:
          body.invoiceType === 'credit_note' && head.standing === 'posted'
            ? body.creditPool.remainingMinor
            : body.balanceDueMinor,
      })
    }
    expect(await statements((trx) => books().heads(trx, HARBOR.tenant, ids))).toBe(1)
  })

  it('take one statement, however many they are', async () => {
    const all = await idsOf(HARBOR.tenant)
    const read = (ids: string[]) => statements((trx) => books().documents(trx, HARBOR.tenant, ids))
    expect([await read(all.slice(0, 1)), await read(all), await read([])]).toEqual([1, 1, 0])
  })

  it('of another tenant are not seen, though the ids are known', async () => {
    const ids = await idsOf(HARBOR.tenant)
    const seen = await inTenant(STRANGER, async (trx) => [
      await books().documents(trx, HARBOR.tenant, ids),
      await books().drafts(trx, HARBOR.tenant, ids),
      await books().clients(trx, HARBOR.tenant, 'all'),
      await books().services(trx, HARBOR.tenant),
      await books().taxRates(trx, HARBOR.tenant),
      await books().terms(trx, HARBOR.tenant),
      await books().search(trx, HARBOR.tenant, { limit: 100 }),
      await books().heads(trx, HARBOR.tenant, ids),
    ])
    expect(seen).toEqual([[], [], [], [], [], [], [], []])
  })

  it('are drafts without a number before they are finalized', async () => {
    const ids = await idsOf(HARBOR.tenant)
    const found = await inTenant(HARBOR.tenant, (trx) => books().drafts(trx, HARBOR.tenant, ids))
    expect(found.length).toBeGreaterThan(0)
    expect(found.filter((each) => each.lines.length === 0 && each.totalMinor > 0)).toEqual([])
  })
})

describe('what documents name', () => {
  it('is known by the same ids', async () => {
    const documents = await everything(HARBOR.tenant)
    const known = await inTenant(HARBOR.tenant, async (trx) => ({
      clients: await books().clients(trx, HARBOR.tenant, 'all'),
      services: await books().services(trx, HARBOR.tenant),
      rates: await books().taxRates(trx, HARBOR.tenant),
      terms: await books().terms(trx, HARBOR.tenant),
    }))
    const missing = (ids: (string | null)[], among: { id: string }[]) =>
      ids.filter((id) => id !== null && !among.some((each) => each.id === id))
    const lines = documents.flatMap((each) => each.lines)
    expect(
      missing(
        documents.map((each) => each.clientId),
        known.clients,
      ),
    ).toEqual([])
    expect(
      missing(
        documents.map((each) => each.termsId),
        known.terms,
      ),
    ).toEqual([])
    expect(
      missing(
        lines.map((each) => each.serviceId),
        known.services,
      ),
    ).toEqual([])
    expect(
      missing(
        lines.flatMap((each) => each.taxes.map((tax) => tax.taxRateId)),
        known.rates,
      ),
    ).toEqual([])
    expect(known.rates.map((each) => each.detail)).toContainEqual(expect.stringMatching(/, [\d.]+ %$/))
  })

  it('has the address of a client', async () => {
    const [client] = await inTenant(HARBOR.tenant, (trx) => books().clients(trx, HARBOR.tenant, 'all'))
    const { body } = await bill.ask('GET', `/clients/${client?.id}`)
    expect(client).toMatchObject({ name: body.displayName, email: body.email, currency: body.currency })
    expect(client?.address).toMatchObject({
      line1: body.addressLine1,
      city: body.city,
      country: body.country,
    })
  })
})

describe('a search', () => {
  const search = (filter: { from?: string; to?: string; clientIds?: string[]; limit: number }) =>
    inTenant(HARBOR.tenant, (trx) => books().search(trx, HARBOR.tenant, filter))

  it('finds documents oldest first, by day and by client', async () => {
    const documents = await everything(HARBOR.tenant)
    const found = await search({ limit: 1000 })
    expect(found.map((each) => each.id)).toEqual(documents.map((each) => each.id))
    const day = documents[10]?.issueDate ?? ''
    const one = await search({ from: day, to: day, limit: 1000 })
    expect(one.map((each) => each.id)).toEqual(
      documents.filter((each) => each.issueDate === day).map((each) => each.id),
    )
    const clientId = documents[0]?.clientId ?? ''
    const theirs = await search({ clientIds: [clientId], limit: 2 })
    expect(theirs.map((each) => each.id)).toEqual(
      documents
        .filter((each) => each.clientId === clientId)
        .slice(0, 2)
        .map((each) => each.id),
    )
  })
})

it('counts the days of the company, where it is', async () => {
  const late = booksFor({ now: () => new Date('2026-11-21T23:30:00.000Z') })
  const today = (tenant: string) => inTenant(tenant, (trx) => late.today(trx, tenant))
  expect([await today(HARBOR.tenant), await today(JUNIPER.tenant)]).toEqual(['2026-11-21', '2026-11-22'])
})
