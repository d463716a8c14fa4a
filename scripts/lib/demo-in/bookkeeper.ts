import { z } from 'zod'
import { askQuickBooks } from '../demo-quickbooks.ts'
import type { DemoWorld } from '../demo-world.ts'

/** Works in the company over its own API, as the bookkeeper's program would. */
export interface Bookkeeper {
  /** Money of a customer, in units of the currency, laid upon documents. Answers its id. */
  pays(customerId: string, shares: readonly Share[], number: string): Promise<string>
  change(kind: Kind, id: string, to: object): Promise<void>
  /** Credit of a memo, laid upon an invoice by a payment of zero. Answers its id. */
  applies(customerId: string, memoId: string, invoiceId: string, amount: number): Promise<string>
  void(id: string): Promise<void>
  voidInvoice(id: string): Promise<void>
  delete(id: string): Promise<void>
  read(kind: Kind, id: string): Promise<Row>
  /** Whether the company puts credit on invoices by itself. */
  appliesCreditByItself(isOn: boolean): Promise<void>
}

type Kind = 'Payment' | 'Invoice' | 'Preferences'
export type Share = readonly [invoiceId: string, amount: number]
type Row = z.infer<typeof row>

const row = z.looseObject({
  Id: z.string(),
  SyncToken: z.string(),
  Line: z
    .array(z.looseObject({ Amount: z.number().optional(), DetailType: z.string().optional() }))
    .optional(),
})

export const laidUpon = (shares: readonly Share[]) => ({
  TotalAmt: shares.reduce((sum, [, amount]) => sum + Math.round(amount * 100), 0) / 100,
  Line: shares.map(([TxnId, Amount]) => ({ Amount, LinkedTxn: [{ TxnId, TxnType: 'Invoice' }] })),
})

export function bookkeeperIn(world: DemoWorld): Bookkeeper {
  const ask = askQuickBooks(world)
  const rowOf = (kind: Kind, answer: unknown): Row => row.parse((answer as Record<string, unknown>)[kind])
  const read = async (kind: Kind, id: string) => rowOf(kind, await ask('GET', `${kind.toLowerCase()}/${id}`))
  const asItIs = async (kind: Kind, id: string) => {
    const { Id, SyncToken } = await read(kind, id)
    return { Id, SyncToken, sparse: true }
  }
  return {
    read,
    async pays(customerId, shares, number) {
      const body = { CustomerRef: { value: customerId }, PaymentRefNum: number, ...laidUpon(shares) }
      return rowOf('Payment', await ask('POST', 'payment', body)).Id
    },
    async applies(customerId, memoId, invoiceId, amount) {
      const on = (TxnId: string, TxnType: string) => ({ Amount: amount, LinkedTxn: [{ TxnId, TxnType }] })
      const Line = [on(invoiceId, 'Invoice'), on(memoId, 'CreditMemo')]
      const body = { CustomerRef: { value: customerId }, TotalAmt: 0, Line }
      return rowOf('Payment', await ask('POST', 'payment', body)).Id
    },
    async change(kind, id, to) {
      await ask('POST', kind.toLowerCase(), { ...(await asItIs(kind, id)), ...to })
    },
    async void(id) {
      await ask('POST', 'payment?operation=update&include=void', await asItIs('Payment', id))
    },
    async voidInvoice(id) {
      await ask('POST', 'invoice?operation=void', await asItIs('Invoice', id))
    },
    async appliesCreditByItself(isOn) {
      const { Id, SyncToken } = rowOf('Preferences', await ask('GET', 'preferences'))
      const SalesFormsPrefs = { AutoApplyCredit: isOn }
      await ask('POST', 'preferences', { Id, SyncToken, sparse: true, SalesFormsPrefs })
    },
    async delete(id) {
      await ask('POST', 'payment?operation=delete', await asItIs('Payment', id))
    },
  }
}
