import { getDocument, getHealth } from '@tieout/accounting-sync/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { applied, appliedThere, noteOf, takenOff } from './testing/credit-desk.ts'
import { moneyDesk } from './testing/money-desk.ts'
import { createMoneyWorld, type Both, type MoneyWorld } from './testing/money-world.ts'
import { keyed } from './testing/taken-here.ts'

/** What documents and the overview say of credit, over the real books and a company in process. */

let world: MoneyWorld
beforeAll(async () => {
  world = await createMoneyWorld()
  await world.poll(2)
})
afterAll(() => world.close())

const { one, taskOf } = moneyDesk(() => world)
const card = async ({ invoiceId }: Pick<Both, 'invoiceId'>) =>
  getDocument.output.parse((await world.bill.ask('GET', `/accounting/documents/${invoiceId}`)).body)
const expiredInAll = async () => {
  const { connectionId } = world.connection
  const { body } = await world.bill.ask('GET', `/accounting/connections/${connectionId}/health`).expect(200)
  return getHealth.output.parse(body).expired
}
const lastDay = async (creditId: string, expiresOn: string | null) =>
  await world.bill.ask('PUT', `/credits/${creditId}/expiry`).send({ expiresOn }).expect(200)
const told = async (paper: Pick<Both, 'invoiceId'>) =>
  (await card(paper)).timeline
    .filter((each) => each.what.startsWith('credit_'))
    .map(({ what, payment }) => [what, payment?.origin, payment?.reference, payment?.amountMinor])

describe('credit on the cards of both documents', () => {
  it('is listed with the other document, on its way, there, and no more once it is off on both sides', async () => {
    const [note, invoice] = [await noteOf(world, 6_000), await one()]
    const id = await applied(world, note, invoice, 4_500)
    const listed = { allocationId: id, amountMinor: 4_500, currency: 'USD', takenOff: false }
    expect((await card(invoice)).credits).toMatchObject([
      { ...listed, documentId: note.invoiceId, number: note.number, kind: 'credit_memo', state: 'queued' },
    ])
    await world.poll()
    expect((await card(invoice)).credits).toMatchObject([{ ...listed, state: 'synced' }])
    const ofNote = await card(note)
    expect(ofNote.credits).toMatchObject([
      { ...listed, documentId: invoice.invoiceId, number: invoice.number, kind: 'invoice', state: 'synced' },
    ])
    expect(ofNote.here?.balanceMinor).toBe(1_500)
    await world.poll()
    expect((await card(note)).there).toMatchObject({ totalMinor: 6_000, balanceMinor: 1_500 })

    await takenOff(world, id)
    expect((await card(invoice)).credits).toMatchObject([{ takenOff: true, state: 'queued' }])
    await world.poll(2)
    expect((await card(invoice)).credits).toEqual([])
    expect(await told(invoice)).toEqual([
      ['credit_applied', 'here', note.number, 4_500],
      ['credit_taken_off', 'here', note.number, 4_500],
    ])
    expect(await told(note)).toEqual([
      ['credit_applied', 'here', invoice.number, 4_500],
      ['credit_taken_off', 'here', invoice.number, 4_500],
    ])
  })

  it('that the bookkeeper applied is told as theirs', async () => {
    const [note, invoice] = [await noteOf(world, 3_000), await one()]
    await appliedThere(world, note.there, [[invoice, 20]])
    await world.poll()
    expect((await card(invoice)).credits).toMatchObject([
      { number: note.number, amountMinor: 2_000, state: 'synced' },
    ])
    expect(await told(note)).toEqual([['credit_applied', 'there', invoice.number, 2_000]])
  })
})

describe('a credit note that expired here and stays open there', () => {
  it('is a difference on its card and in the figures, without a task, until it has time again', async () => {
    const note = await noteOf(world, 5_000)
    const tasks = await world.openTasks()
    expect((await card(note)).expired).toBeNull()
    await lastDay(note.creditId, '2026-03-02')
    // Its last day is a day on which it can be used.
    expect((await card(note)).expired).toBeNull()
    await lastDay(note.creditId, '2026-03-01')
    const { expired, here, there } = await card(note)
    expect(expired).toEqual({ expiresOn: '2026-03-01', amountMinor: 5_000, currency: 'USD' })
    expect([here?.balanceMinor, there?.balanceMinor]).toEqual([0, 5_000])
    expect(await expiredInAll()).toEqual({ documents: 1, money: [{ currency: 'USD', amountMinor: 5_000 }] })
    await world.poll()
    expect(await world.openTasks()).toEqual(tasks)
    await lastDay(note.creditId, null)
    expect((await card(note)).expired).toBeNull()
    expect(await expiredInAll()).toEqual({ documents: 0, money: [] })
  })

  it('goes away as far as the bookkeeper uses it up there', async () => {
    const [note, invoice] = [await noteOf(world, 4_000), await one()]
    await lastDay(note.creditId, '2026-03-01')
    await appliedThere(world, note.there, [[invoice, 15]])
    await world.poll(2)
    expect((await card(note)).expired?.amountMinor).toBe(2_500)
    expect(await expiredInAll()).toEqual({ documents: 1, money: [{ currency: 'USD', amountMinor: 2_500 }] })
    await appliedThere(world, note.there, [[invoice, 25]])
    await world.poll(2)
    expect((await card(note)).expired).toBeNull()
    expect(await expiredInAll()).toEqual({ documents: 0, money: [] })
  })

  it('is none while it is not over there', async () => {
    const note = await noteOf(world, 4_000, { isLocal: true, issueDate: '2025-12-15' })
    await lastDay(note.creditId, '2026-03-01')
    expect((await card(note)).expired).toBeNull()
    expect(await expiredInAll()).toEqual({ documents: 0, money: [] })
  })
})

describe('what is paid in advance', () => {
  const prepayment = async (unitPriceMinor: number): Promise<Both> => {
    const clientId = world.clients[0]?.id ?? ''
    const lines = [{ description: 'On account', unitPriceMinor, taxable: false }]
    const draft = await world.bill
      .ask('POST', '/invoices')
      .send({ invoiceType: 'prepayment', clientId, lines })
    const { invoiceId } = draft.body
    await world.bill
      .ask('POST', '/invoices/finalize')
      .send({ invoiceIds: [invoiceId] })
      .expect(200)
    return { invoiceId, clientId, number: '', totalMinor: unitPriceMinor, there: '' }
  }
  const reversed = async (paymentId: string) =>
    await world.bill.ask('POST', `/payments/${paymentId}/reversal`).send({ reason: 'returned' })

  it('raises a task over the exact amount, which closes when the money is taken back', async () => {
    const advance = await prepayment(7_777)
    const { paymentId } = await keyed(world, [[advance, 7_777]])
    await world.poll()
    const task = await taskOf('accounting_sync_export_error')
    expect(task).toMatchObject({
      minor: 7_777,
      currency: 'USD',
      context: { code: 'prepayment_not_exported' },
    })
    const answer = await reversed(paymentId)
    expect(answer.status, answer.text).toBeLessThan(300)
    await world.poll()
    expect(await world.openTasks()).toEqual([])
  })

  it('and pays an invoice over there as credit, is named to the cent, and no more once that is taken off', async () => {
    const [advance, invoice] = [await prepayment(3_210), await one()]
    const { paymentId } = await keyed(world, [[advance, 3_210]])
    const pool = await world.owner('credits').where({ source_invoice_id: advance.invoiceId }).first()
    const id = await applied(world, { ...advance, creditId: pool.credit_id }, invoice, 1_234)
    await world.poll()
    const named = async () =>
      (await world.openTasks())
        .filter((each) => each.context['code'] === 'prepayment_not_exported')
        .map((each) => each.minor)
        .toSorted()
    expect(await named()).toEqual([1_234, 3_210])
    expect((await card(invoice)).credits).toMatchObject([
      { kind: 'prepayment', amountMinor: 1_234, state: 'error', errorCode: 'prepayment_not_exported' },
    ])
    await takenOff(world, id)
    await world.poll()
    expect(await named()).toEqual([3_210])
    expect((await card(invoice)).credits).toEqual([])
    await reversed(paymentId)
    await world.poll()
    expect(await named()).toEqual([])
  })
})
