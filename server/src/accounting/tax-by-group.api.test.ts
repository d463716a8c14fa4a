import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { thereUnder } from './testing/accounting-host.ts'
import {
  base,
  bill,
  clientCalled,
  connection,
  link,
  list,
  openMapping,
  press,
  statusOf,
  taskOf,
  world,
} from './testing/mapping-world.ts'
import { keepTaxGroup } from './testing/over-there.ts'

beforeAll(openMapping)
afterAll(() => world.close())

const TAXES = 'City tax + State sales tax'

/** As `npm start` brings them along: a clinic in Maine, and a thing that is taxed there. */
async function taxedDraft(): Promise<string> {
  const { clientId } = clientCalled('Cedar Clinic')
  const services = (await bill.ask('GET', '/services?limit=50')).body.items
  const { serviceId } = services.find((each: { name: string }) => each.name === 'Firewall appliance')
  await link('client', clientId, '901').expect(200)
  await link('service', serviceId, '1').expect(200)
  const lines = [{ description: 'Firewall appliance', serviceId, unitPriceMinor: 64_900 }]
  const made = await bill.ask('POST', '/invoices').send({ clientId, lines })
  expect(made.status, made.text).toBe(201)
  return made.body.invoiceId
}

const badgeOf = async (documentId: string) =>
  (await bill.ask('POST', '/accounting/badges').send({ documentIds: [documentId] })).body.items[0]

describe('a company that taxes by groups of rates', () => {
  // capability customers out: Where a company taxes by groups of rates, a tax is linked to its group inside the task
  it('is asked for the group before, waits for it, and is equal to the cent once it is linked in the task', async () => {
    await keepTaxGroup(world, connection, { id: '77', name: 'Maine', percents: [5.5, 0.875] })
    const invoiceId = await taxedDraft()
    const ready = await bill.ask('POST', '/invoices/readiness').send({ invoiceIds: [invoiceId] })
    expect(ready.body.findings).toMatchObject([
      { messageKey: 'accounting-tax-unmapped', params: { taxes: TAXES, line: 'Firewall appliance' } },
    ])
    await bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [invoiceId] })
      .expect(200)
    const { number, totalMinor, taxMinor } = (await bill.ask('GET', `/invoices/${invoiceId}`)).body
    expect(taxMinor).toBeGreaterThan(0)
    const { taskId } = await taskOf('accounting_sync_unmapped_tax', TAXES)
    const { items } = await list('tax')
    expect(items[0]).toMatchObject({ name: TAXES, holdsUp: { operations: 1 } })
    const offered = (await bill.ask('GET', `${base}/entries/tax_code`)).body.items
    expect(offered.map((each: { name: string }) => each.name)).toEqual(['California', 'Maine', 'Tucson'])
    const refused = await press(taskId, 'map', { externalId: 'TAX' })
    expect(refused.body).toMatchObject({ status: 409, code: 'accounting-entry-unknown' })
    await press(taskId, 'map', { externalId: '77' }).expect(200)
    expect(await statusOf(taskId)).toBe('done')
    const there = await thereUnder(world, number)
    expect(there).toMatchObject({
      TotalAmt: totalMinor / 100,
      TxnTaxDetail: { TxnTaxCodeRef: { value: '77' }, TotalTax: taxMinor / 100 },
    })
    await vi.waitFor(
      async () => expect(await badgeOf(invoiceId)).toMatchObject({ state: 'synced', verified: true }),
      { timeout: 20_000, interval: 100 },
    )
  })
})
