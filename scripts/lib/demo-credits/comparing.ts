import { getInvoice, listClients, listCredits } from '@tieout/billing/contract'
import { minor, type Scene } from '../demo-out/scene.ts'

export interface Compared {
  invoices: number
  memos: number
  owed: string
  left: string
}

/**
 * Every invoice and every credit that was made here, asked over our REST API, against every invoice and memo that
 * QuickBooks holds, asked over its own; and what its customers owe in all. Nothing of the sync takes part.
 */
export async function creditsAgree({ bill, finalized, quickbooks, story }: Scene): Promise<Compared> {
  const invoicesThere = await quickbooks.allInvoices()
  const memosThere = await quickbooks.allMemos()
  let owed = 0
  for (const invoiceId of finalized) {
    const { number, balanceDueMinor, status } = await bill.api(getInvoice, { invoiceId })
    const there = invoicesThere.find((each) => each.DocNumber === number)
    story.ensureEqual(minor(there?.Balance ?? -1), balanceDueMinor, `What ${number} owes in QuickBooks`)
    if (status === 'cancelled') story.ensureEqual(there?.TotalAmt, 0, `The total of ${number} in QuickBooks`)
    owed += balanceDueMinor
  }
  story.ensureEqual(invoicesThere.length, finalized.length, 'The number of invoices in QuickBooks')
  const { items: clients } = await bill.api(listClients, { limit: 200 })
  const pools = []
  for (const { clientId } of clients)
    pools.push(...(await bill.api(listCredits, { clientId, limit: 200 })).items)
  let left = 0
  for (const memo of memosThere) {
    const pool = pools.find((each) => each.sourceNumber === memo.DocNumber)
    const here = pool === undefined || pool.state === 'withdrawn' ? 0 : pool.remainingMinor
    story.ensureEqual(minor(memo.Balance), here, `What is left of ${memo.DocNumber} in QuickBooks`)
    left += here
  }
  const balances = [...(await quickbooks.customerBalances()).values()]
  story.ensureEqual(
    balances.reduce((sum, each) => sum + minor(each), 0),
    owed - left,
    'The balances of all customers in QuickBooks',
  )
  const units = (amount: number) => (amount / 100).toFixed(2)
  return { invoices: invoicesThere.length, memos: memosThere.length, owed: units(owed), left: units(left) }
}
