import { expect } from 'vitest'
import { HARBOR } from '../../demo/companies.ts'
import { COMPANY } from './accounting-host.ts'
import type { MoneyWorld } from './money-world.ts'

/** A document here and, once it arrived, its id over there. */
export interface Paper {
  invoiceId: string
  number: string
  totalMinor: number
  there: string
  lines: { lineId: string; netMinor: number; taxMinor: number }[]
}

/** A credit note and its pool. */
export interface Note extends Paper {
  creditId: string
}

export interface Billed {
  issueDate?: string
  /** Several lines of these prices, each taxed or not; left out: one line of the whole amount, without tax. */
  lines?: readonly { minor: number; isTaxed: boolean }[]
}

/** A client and a customer of its own, so that what automatic credit does meets nobody else's documents. */
export interface Account {
  world: MoneyWorld
  clientId: string
  customerId: string
  bill(amountMinor: number, more?: Billed): Promise<Paper>
  credit(paper: Paper, part: object, more?: object): Promise<Note>
  /** Of no invoice. */
  creditAlone(amountMinor: number, more?: Billed): Promise<Note>
  /** Answers the application. */
  apply(note: Note, on: Paper, amountMinor: number): Promise<string>
  takeOff(allocationId: string): Promise<void>
  /** What the dialog asks when it opens, then the command; answers the status and what was said. */
  void(paper: Paper): Promise<{ status: number; code?: string }>
  poll(times?: number): Promise<void>
  /** The same with its id over there. */
  arrived<P extends Paper>(paper: P): Promise<P>
  /** What stands there, applied to this document, by payments of zero. */
  zeroPayments(on: Paper): Record<string, unknown>[]
  /** The amount open there, in minor units; null when it is not there. */
  openThere(paper: Paper): number | null
  /** A setting of the company over there. */
  set(group: 'SalesFormsPrefs' | 'AccountingInfoPrefs', values: object): void
  /** What the client still has of it here. */
  leftHere(note: Note): Promise<number>
}

let serial = 0

export async function openAccount(world: MoneyWorld, isTaxed = false): Promise<Account> {
  serial += 1
  const { tenant } = HARBOR
  const { owner, bill: person, keeper } = world
  const displayName = `Account ${serial}`
  const taxRegionId = isTaxed ? await regionOf(world) : null
  const client = await person.ask('POST', '/clients').send({ displayName, currency: 'USD', taxRegionId })
  expect(client.status, client.text).toBe(201)
  const { clientId } = client.body as { clientId: string }
  const customer = await keeper.create('Customer', { DisplayName: displayName })
  await world.linkByHand('client', clientId, 'customer', customer.Id)
  const [service] = (await person.ask('GET', '/services?limit=1')).body.items
  const tables = () => world.sandbox.company(COMPANY.realmId).tables

  const posted = async (invoiceId: string): Promise<Paper> => {
    const answer = await person.ask('POST', '/invoices/finalize').send({ invoiceIds: [invoiceId] })
    expect(answer.status, answer.text).toBe(200)
    const { number, totalMinor, lines } = (await person.ask('GET', `/invoices/${invoiceId}`)).body
    return { invoiceId, number, totalMinor, lines, there: '' }
  }
  const drafted = async (invoiceType: string, amountMinor: number, { issueDate, lines }: Billed) => {
    const priced = lines ?? [{ minor: amountMinor, isTaxed: false }]
    const made = await person.ask('POST', '/invoices').send({
      invoiceType,
      clientId,
      ...(issueDate === undefined ? {} : { issueDate }),
      lines: priced.map(({ minor, isTaxed: taxable }) => ({
        description: 'Server care',
        serviceId: service.serviceId,
        unitPriceMinor: minor,
        taxable,
      })),
    })
    expect(made.status, made.text).toBe(201)
    return await posted(made.body.invoiceId)
  }
  const pooled = async (paper: Paper): Promise<Note> => {
    const row = await owner('credits')
      .where({ tenant, source_invoice_id: paper.invoiceId })
      .first('credit_id')
    expect(row, `a pool of ${paper.number}`).toBeDefined()
    return { ...paper, creditId: row.credit_id }
  }
  const rowThere = (paper: Paper) => tables()[isNote(paper) ? 'CreditMemo' : 'Invoice'].rows.get(paper.there)
  return {
    world,
    clientId,
    customerId: customer.Id,
    bill: (amountMinor, more = {}) => drafted('standard', amountMinor, more),
    creditAlone: async (amountMinor, more = {}) =>
      await pooled(await drafted('credit_note', amountMinor, more)),
    async credit(paper, part, more = {}) {
      const made = await person
        .ask('POST', `/invoices/${paper.invoiceId}/credit-notes`)
        .send({ part, ...more })
      expect(made.status, made.text).toBe(201)
      return await pooled(await posted(made.body.invoiceId))
    },
    async apply({ creditId }, { invoiceId }, amountMinor) {
      const answer = await person
        .ask('POST', `/invoices/${invoiceId}/credits`)
        .send({ creditId, amountMinor })
      expect(answer.status, answer.text).toBe(200)
      return answer.body.allocations[0].creditAllocationId
    },
    async takeOff(allocationId) {
      const answer = await person
        .ask('POST', `/credit-allocations/${allocationId}/reversal`)
        .send({ reason: 'meant for another' })
      expect(answer.status, answer.text).toBe(200)
    },
    async void({ invoiceId }) {
      await person.ask('POST', `/accounting/documents/${invoiceId}/look-before-void`).send({})
      const answer = await person.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'by mistake' })
      return { status: answer.status, code: answer.body.code }
    },
    async poll(times = 1) {
      await world.poll(times)
    },
    async arrived(paper) {
      const kind = isNote(paper) ? 'CreditMemo' : 'Invoice'
      const found = [...tables()[kind].rows.values()].filter((row) => row['DocNumber'] === paper.number)
      expect(found, `${paper.number} over there`).toHaveLength(1)
      return { ...paper, there: found[0]?.Id ?? '' }
    },
    zeroPayments: ({ there }) =>
      [...tables().Payment.rows.values()].filter(
        (row) => row['TotalAmt'] === 0 && JSON.stringify(row['Line']).includes(`"TxnId":"${there}"`),
      ),
    openThere(paper) {
      const row = rowThere(paper)
      return row === undefined ? null : Math.round(Number(row['Balance']) * 100)
    },
    set(group, values) {
      const { rows } = tables().Preferences
      for (const [id, row] of rows)
        rows.set(id, { ...row, [group]: { ...(row[group] as object), ...values } })
    },
    async leftHere({ creditId }) {
      const row = await owner('credits').where({ tenant, credit_id: creditId }).first('remaining_minor')
      return row.remaining_minor
    },
  }
}

const isNote = (paper: Paper): paper is Note => 'creditId' in paper

/** Where the demo's clinic pays its taxes. */
async function regionOf({ bill }: MoneyWorld): Promise<string> {
  const { items } = (await bill.ask('GET', '/clients?limit=50')).body
  const clinic = items.find((each: { displayName: string }) => each.displayName === 'Cedar Clinic')
  return (await bill.ask('GET', `/clients/${clinic.clientId}`)).body.taxRegionId
}
