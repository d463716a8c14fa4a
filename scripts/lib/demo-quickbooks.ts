import { z } from 'zod'
import type { DemoWorld } from './demo-world.ts'

/** The company asked directly over its own API, past all that is ours. */
export interface QuickBooks {
  invoicesUnder(number: string): Promise<InvoiceThere[]>
  allInvoices(): Promise<InvoiceThere[]>
  memosUnder(number: string): Promise<InvoiceThere[]>
  allMemos(): Promise<InvoiceThere[]>
  /** What each customer owes as their own page says it, by id; those who owe nothing are left out. */
  customerBalances(): Promise<Map<string, number>>
  /** Something goes wrong with the next call that matches. */
  arm(fault: string, match?: { what: string }): Promise<void>
}

const invoice = z.looseObject({
  Id: z.string(),
  DocNumber: z.string(),
  TxnDate: z.string(),
  TotalAmt: z.number(),
  Balance: z.number(),
  TxnTaxDetail: z.looseObject({ TotalTax: z.number().optional() }).optional(),
  CustomerRef: z.looseObject({ value: z.string() }),
  Line: z.array(z.looseObject({ Amount: z.number(), DetailType: z.string() })),
})
export type InvoiceThere = z.infer<typeof invoice>
const customer = z.looseObject({ Id: z.string(), Balance: z.number() })
const answers = z.object({
  QueryResponse: z.looseObject({
    Invoice: z.array(invoice).optional(),
    CreditMemo: z.array(invoice).optional(),
    Customer: z.array(customer).optional(),
  }),
})

const PATIENCE = 10_000
const PAGE = 1000

export async function openQuickBooks(world: DemoWorld): Promise<QuickBooks> {
  const told = tellSandbox(world)
  const ask = askQuickBooks(world)
  const query = async (statement: string) => {
    const read = answers.safeParse(await ask('GET', `query?query=${encodeURIComponent(statement)}`))
    if (!read.success) throw new Error(`QuickBooks answered something else to ${statement}`)
    return read.data.QueryResponse
  }
  const under = async (kind: 'Invoice' | 'CreditMemo', number: string) =>
    (await query(`select * from ${kind} where DocNumber = '${number}'`))[kind] ?? []
  const all = async (kind: 'Invoice' | 'CreditMemo') => {
    const read: InvoiceThere[] = []
    for (let start = 1; ; start += PAGE) {
      const found =
        (await query(`select * from ${kind} startposition ${start} maxresults ${PAGE}`))[kind] ?? []
      read.push(...found)
      if (found.length < PAGE) return read
    }
  }
  return {
    invoicesUnder: (number) => under('Invoice', number),
    allInvoices: () => all('Invoice'),
    memosUnder: (number) => under('CreditMemo', number),
    allMemos: () => all('CreditMemo'),
    async customerBalances() {
      const { Customer: found = [] } = await query(`select * from Customer maxresults ${PAGE}`)
      return new Map(found.flatMap(({ Id, Balance }) => (Balance === 0 ? [] : [[Id, Balance]])))
    },
    arm: async (fault, match = { what: '' }) => void (await told('faults', { fault, match, times: 1 })),
  }
}

const tellSandbox =
  ({ quickbooks }: DemoWorld) =>
  async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`${quickbooks}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${await answer.text()}`)
    return await answer.json()
  }

/** A token of its own for each question, since one of them is about tokens that end. */
export function askQuickBooks(world: DemoWorld) {
  const { quickbooks, realm } = world
  const told = tellSandbox(world)
  return async (method: 'GET' | 'POST', path: string, body?: object): Promise<unknown> => {
    const { access_token } = z
      .object({ access_token: z.string() })
      .parse(await told('tokens', { realmId: realm }))
    const address = new URL(`${quickbooks}/v3/company/${realm}/${path}`)
    address.searchParams.set('minorversion', '75')
    const asked = () =>
      fetch(address, {
        method,
        headers: {
          authorization: `Bearer ${access_token}`,
          accept: 'application/json',
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    const deadline = performance.now() + PATIENCE
    let answer = await asked()
    // The product's own calls count against the same ten a second.
    while (answer.status === 429 && performance.now() < deadline) answer = await asked()
    const text = await answer.text()
    if (!answer.ok) throw new Error(`QuickBooks answered ${answer.status} to ${method} ${path}: ${text}`)
    return JSON.parse(text)
  }
}
