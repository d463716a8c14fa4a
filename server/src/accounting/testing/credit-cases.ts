import { expect } from 'vitest'
import type { Account, Note, Paper } from './credit-account.ts'

export interface CreditCase {
  name: string
  isTaxed?: boolean
  run(account: Account): Promise<void>
  /** What people are asked for, where the two sides cannot be equal or somebody has to decide. */
  asks?: readonly { minor: number; reason: string }[]
}

/** An invoice and a credit note of a part of it, both over there. */
export async function pair(
  account: Account,
  invoiceMinor = 10_000,
  creditMinor = 4_000,
): Promise<{ invoice: Paper; note: Note }> {
  const invoice = await account.bill(invoiceMinor)
  const note = await account.credit(invoice, { by: 'amount', amountMinor: creditMinor })
  await account.poll()
  return { invoice: await account.arrived(invoice), note: await account.arrived(note) }
}

/** The same, and the credit is on the invoice on both sides. */
export async function settled(
  account: Account,
  invoiceMinor = 10_000,
  creditMinor = 4_000,
): Promise<{ invoice: Paper; note: Note; allocationId: string; paymentId: string }> {
  const { invoice, note } = await pair(account, invoiceMinor, creditMinor)
  const allocationId = await account.apply(note, invoice, creditMinor)
  await account.poll()
  return { invoice, note, allocationId, paymentId: zeroPaymentOf(account, invoice) }
}

export function zeroPaymentOf(account: Account, on: Paper): string {
  const all = account.zeroPayments(on)
  expect(all).toHaveLength(1)
  return String(all[0]?.['Id'])
}

const TAXED = { lines: [19_99, 33_33, 7_77].map((minor) => ({ minor, isTaxed: true })) }

/** What people do here with credit. */
export const HERE: CreditCase[] = [
  {
    name: '1 the whole of a taxed invoice is credited and paid with it',
    isTaxed: true,
    async run(account) {
      const invoice = await account.bill(0, TAXED)
      const note = await account.credit(invoice, { by: 'whole' })
      expect(note.totalMinor).toBe(invoice.totalMinor)
      await account.apply(note, invoice, note.totalMinor)
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(0)
      expect(account.openThere(await account.arrived(note))).toBe(0)
    },
  },
  {
    name: '2 an odd amount of a taxed invoice is credited, to the cent',
    isTaxed: true,
    async run(account) {
      const invoice = await account.bill(0, TAXED)
      const note = await account.credit(invoice, { by: 'amount', amountMinor: 23_45 })
      await account.apply(note, invoice, 23_45)
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(invoice.totalMinor - 23_45)
    },
  },
  {
    name: '3 one line of a taxed invoice is credited, and a part of that is used',
    isTaxed: true,
    async run(account) {
      const invoice = await account.bill(0, TAXED)
      const [line] = invoice.lines
      const note = await account.credit(invoice, { by: 'lines', lines: [{ lineId: line?.lineId }] })
      expect(note.totalMinor).toBe((line?.netMinor ?? 0) + (line?.taxMinor ?? 0))
      await account.apply(note, invoice, 10_01)
      await account.poll(2)
      expect(account.openThere(await account.arrived(note))).toBe(note.totalMinor - 10_01)
    },
  },
  {
    name: '4 one credit over three invoices',
    async run(account) {
      const invoices = [await account.bill(3_000), await account.bill(4_000), await account.bill(5_000)]
      const note = await account.creditAlone(10_000)
      await account.poll()
      for (const [at, minor] of [3_000, 4_000, 2_500].entries())
        await account.apply(note, invoices[at] as Paper, minor)
      await account.poll(2)
      expect(account.openThere(await account.arrived(note))).toBe(500)
      expect(account.openThere(await account.arrived(invoices[2] as Paper))).toBe(2_500)
    },
  },
  {
    name: '5 three credits on one invoice',
    async run(account) {
      const invoice = await account.bill(9_000)
      const notes = [
        await account.creditAlone(1_000),
        await account.creditAlone(2_000),
        await account.creditAlone(9_000),
      ]
      await account.poll()
      for (const [at, minor] of [1_000, 2_000, 6_000].entries())
        await account.apply(notes[at] as Note, invoice, minor)
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(0)
      expect(account.openThere(await account.arrived(notes[2] as Note))).toBe(3_000)
    },
  },
  {
    name: '6 credit is taken off an invoice again',
    async run(account) {
      const { invoice, note, allocationId } = await settled(account)
      await account.takeOff(allocationId)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([10_000, 4_000])
      expect(account.zeroPayments(invoice)).toEqual([])
    },
  },
  {
    name: '7 taken off, and applied to another invoice',
    async run(account) {
      const { invoice, note, allocationId } = await settled(account)
      const other = await account.bill(6_000)
      await account.poll()
      await account.takeOff(allocationId)
      await account.apply(note, other, 3_000)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([10_000, 1_000])
      expect(account.openThere(await account.arrived(other))).toBe(3_000)
    },
  },
  {
    name: '8 taken off and applied again to the same invoice, in one minute',
    async run(account) {
      const { invoice, note, allocationId } = await settled(account)
      await account.takeOff(allocationId)
      await account.apply(note, invoice, 4_000)
      await account.poll(2)
      expect([account.openThere(invoice), account.openThere(note)]).toEqual([6_000, 0])
      zeroPaymentOf(account, invoice)
    },
  },
  {
    name: '9 applied and taken off before anything was sent',
    async run(account) {
      const { invoice, note } = await pair(account)
      await account.takeOff(await account.apply(note, invoice, 4_000))
      await account.poll(2)
      expect(account.openThere(note)).toBe(4_000)
      expect(account.zeroPayments(invoice)).toEqual([])
    },
  },
  {
    name: '10 credited and applied before anything was exported',
    async run(account) {
      const invoice = await account.bill(10_000)
      const note = await account.credit(invoice, { by: 'whole' })
      await account.apply(note, invoice, 10_000)
      await account.poll(2)
      const arrived = await account.arrived(invoice)
      expect(account.openThere(arrived)).toBe(0)
      zeroPaymentOf(account, arrived)
    },
  },
  {
    name: '11 applied to an invoice that waits for its mapping, and follows it',
    async run(account) {
      const { owner } = account.world
      const note = await account.creditAlone(5_000)
      await account.poll()
      const service = { alga_entity_type: 'service' }
      const [link] = await owner('tenant_external_entity_mappings').where(service)
      await owner('tenant_external_entity_mappings').where(service).delete()
      const invoice = await account.bill(8_000)
      await account.apply(note, invoice, 5_000)
      await account.poll()
      expect(account.openThere(await account.arrived(note))).toBe(5_000)
      const { tenant, alga_entity_id: entityId, external_id: externalId } = link
      await account.world.test.db.database.withTenant(tenant, (trx) =>
        account.world.sync.map(trx, account.world.connection, {
          entityType: 'service',
          entityId,
          externalId,
        }),
      )
      await account.poll(2)
      expect(account.openThere(await account.arrived(invoice))).toBe(3_000)
    },
  },
  {
    name: '12 credit of a prepayment stays here, and a task names it',
    // One of the money that paid it in advance, one of what it pays now.
    asks: [
      { minor: 2_500, reason: 'prepayment_not_exported' },
      { minor: 2_500, reason: 'prepayment_not_exported' },
    ],
    async run(account) {
      const { world, clientId } = account
      const invoice = await account.bill(6_000)
      await account.poll()
      const made = await world.bill.ask('POST', '/invoices').send({
        invoiceType: 'prepayment',
        clientId,
        lines: [{ description: 'In advance', unitPriceMinor: 2_500, taxable: false }],
      })
      const { invoiceId } = made.body
      await world.bill
        .ask('POST', '/invoices/finalize')
        .send({ invoiceIds: [invoiceId] })
        .expect(200)
      await world.byCard({ invoiceId, clientId, number: '', totalMinor: 0, there: '' }, 2_500)
      const credit = await world.owner('credits').where({ source_invoice_id: invoiceId }).first('credit_id')
      await account.apply({ ...invoice, invoiceId, creditId: credit.credit_id }, invoice, 2_500)
      await account.poll(2)
    },
  },
]
