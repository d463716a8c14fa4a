import { expect } from 'vitest'
import { COMPANY } from './accounting-host.ts'
import type { Both, MoneyWorld } from './money-world.ts'

/** A credit note here, its pool, and the memo there. */
export interface Note extends Both {
  creditId: string
}

/** A credit note of its own, on both sides unless it stays here. */
export async function noteOf(
  world: MoneyWorld,
  unitPriceMinor: number,
  { issueDate, isLocal = false, client = 0 }: { issueDate?: string; isLocal?: boolean; client?: number } = {},
): Promise<Note> {
  const [service] = (await world.bill.ask('GET', '/services?limit=1')).body.items
  const draft = await world.bill.ask('POST', '/invoices').send({
    clientId: world.clients[client]?.id,
    invoiceType: 'credit_note',
    lines: [{ description: 'Given back', serviceId: service.serviceId, unitPriceMinor, taxable: false }],
    ...(issueDate === undefined ? {} : { issueDate }),
  })
  expect(draft.status, draft.text).toBe(201)
  const { invoiceId } = draft.body
  const answer = await world.bill.ask('POST', '/invoices/finalize').send({ invoiceIds: [invoiceId] })
  expect(answer.status, answer.text).toBe(200)
  if (!isLocal) await world.poll()
  const { body } = await world.bill.ask('GET', `/invoices/${invoiceId}`)
  const pool = await world.owner('credits').where({ source_invoice_id: invoiceId }).first()
  const { number, totalMinor, clientId } = body
  return { invoiceId, number, totalMinor, clientId, creditId: pool.credit_id, there: memoOf(world, number) }
}

const memoOf = (world: MoneyWorld, number: string): string =>
  rowsOf(world, 'CreditMemo').find((each) => each['DocNumber'] === number)?.Id ?? ''

export const rowsOf = ({ sandbox }: MoneyWorld, kind: 'Payment' | 'CreditMemo' | 'Invoice') => [
  ...sandbox.company(COMPANY.realmId).tables[kind].rows.values(),
]

/** A person puts credit on an invoice; answers the application. */
export async function applied(
  world: MoneyWorld,
  note: Note,
  to: Both,
  amountMinor?: number,
): Promise<string> {
  const answer = await world.bill
    .ask('POST', `/invoices/${to.invoiceId}/credits`)
    .send({ creditId: note.creditId, ...(amountMinor === undefined ? {} : { amountMinor }) })
  expect(answer.status, answer.text).toBeLessThan(300)
  return answer.body.allocations[0].creditAllocationId
}

export async function takenOff(world: MoneyWorld, allocationId: string): Promise<void> {
  const answer = await world.bill
    .ask('POST', `/credit-allocations/${allocationId}/reversal`)
    .send({ reason: 'put on the wrong one' })
  expect(answer.status, answer.text).toBeLessThan(300)
}

/** What is left of a credit, here and there, in minor units. */
export async function leftOf(world: MoneyWorld, note: Note): Promise<{ here: number; there: number }> {
  const pool = await world.owner('credits').where({ credit_id: note.creditId }).first()
  const memo = world.sandbox.company(COMPANY.realmId).tables.CreditMemo.rows.get(note.there)
  return { here: Number(pool.remaining_minor), there: Math.round(Number(memo?.['Balance'] ?? 0) * 100) }
}

/** The payments of zero over there, and what each links. */
export const zeroPayments = (world: MoneyWorld) =>
  rowsOf(world, 'Payment')
    .filter((each) => each['TotalAmt'] === 0)
    .map((each) =>
      (each['Line'] as { Amount: number; LinkedTxn: { TxnId: string; TxnType: string }[] }[]).map((line) => [
        line.LinkedTxn[0]?.TxnType,
        line.LinkedTxn[0]?.TxnId,
        line.Amount,
      ]),
    )

/** The bookkeeper puts a memo on invoices, in units. */
export const appliedThere = (
  world: MoneyWorld,
  memo: string,
  on: readonly [Both, number][],
  more: object = {},
) =>
  world.keeper.pays(
    '1',
    0,
    [
      ...on.map(([each, amount]) => [each.there, amount] as const),
      [memo, on.reduce((sum, [, amount]) => sum + amount, 0), 'CreditMemo'],
    ],
    more,
  )

export const operationOf = (world: MoneyWorld, allocationId: string) =>
  world.owner('accounting_sync_operations').where({ alga_entity_id: allocationId }).orderBy('created_at')

/** On both sides the same is owed and the same is left. */
export async function agrees(
  world: MoneyWorld,
  notes: readonly Note[],
  invoices: readonly Both[],
): Promise<void> {
  for (const each of notes) {
    const { here, there } = await leftOf(world, each)
    expect(there, `left of ${each.number}`).toBe(here)
  }
  for (const each of invoices) {
    const { here, there } = await world.owed(each)
    expect(there, `owed on ${each.number}`).toBe(here)
  }
}
