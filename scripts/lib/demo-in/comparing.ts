import { getInvoice } from '@tieout/billing/contract'
import { minor, type Scene } from '../demo-out/scene.ts'

export interface Compared {
  documents: number
  customers: number
  total: string
}

interface Ledger {
  /** What each document owes, by its number, in minor units. */
  documents: Map<string, number>
  /** By the customer's id over there. */
  customers: Map<string, number>
  totalMinor: number
}

/**
 * Everything that was finalized here, asked over our REST API, against everything that QuickBooks holds, asked
 * over its own: each document, each customer, and the whole. Nothing of the sync takes part.
 */
export async function bothLedgersAgree(scene: Scene): Promise<Compared> {
  const { story, quickbooks } = scene
  const invoicesThere = await quickbooks.allInvoices()
  const customerOf = new Map(invoicesThere.map((each) => [each.DocNumber, each.CustomerRef.value]))
  const there = ledgerOf(
    invoicesThere.map((each) => ({
      number: each.DocNumber,
      customer: each.CustomerRef.value,
      minor: minor(each.Balance),
    })),
  )
  const invoicesHere = await everyInvoice(scene)
  const here = ledgerOf(
    invoicesHere.map(({ number, clientId, balanceDueMinor }) => ({
      number: number ?? '',
      customer: customerOf.get(number ?? '') ?? `nobody for ${clientId}`,
      minor: balanceDueMinor,
    })),
  )
  story.ensureEqual(invoicesThere.length, invoicesHere.length, 'The number of invoices in QuickBooks')
  for (const [number, owed] of here.documents)
    story.ensureEqual(there.documents.get(number), owed, `What ${number} owes in QuickBooks`)
  for (const [customer, owed] of here.customers)
    story.ensureEqual(there.customers.get(customer), owed, `What customer ${customer} owes in QuickBooks`)
  story.ensureEqual(
    [...there.customers.keys()].toSorted(),
    [...here.customers.keys()].toSorted(),
    'Who owes there',
  )
  story.ensureEqual(there.totalMinor, here.totalMinor, 'What is owed in QuickBooks in all')
  const balances = await quickbooks.customerBalances()
  for (const [customer, owed] of here.customers)
    story.ensureEqual(
      minor(balances.get(customer) ?? 0),
      owed,
      `The balance of customer ${customer} in QuickBooks`,
    )
  story.ensureEqual(
    [...balances.values()].reduce((sum, each) => sum + minor(each), 0),
    here.totalMinor,
    'The balances of all customers in QuickBooks',
  )
  // One client is one customer.
  story.ensureEqual(
    new Set(invoicesHere.map((each) => each.clientId)).size,
    here.customers.size,
    'The customers',
  )
  return {
    documents: here.documents.size,
    customers: here.customers.size,
    total: (here.totalMinor / 100).toFixed(2),
  }
}

async function everyInvoice({ bill, finalized }: Scene) {
  const all = []
  for (const invoiceId of finalized) all.push(await bill.api(getInvoice, { invoiceId }))
  return all
}

function ledgerOf(rows: readonly { number: string; customer: string; minor: number }[]): Ledger {
  const customers = new Map<string, number>()
  for (const each of rows) customers.set(each.customer, (customers.get(each.customer) ?? 0) + each.minor)
  return {
    documents: new Map(rows.map((each) => [each.number, each.minor])),
    customers,
    totalMinor: rows.reduce((sum, each) => sum + each.minor, 0),
  }
}
