import { z } from 'zod'
import type { DemoWorld } from './demo-world.ts'

/** The company asked directly over its own API, past all that is ours. */
export interface QuickBooks {
  invoicesUnder(number: string): Promise<z.infer<typeof invoice>[]>
  count(): Promise<number>
  /** Something goes wrong with the next call that matches. */
  arm(fault: string, match?: { what: string }): Promise<void>
}

const invoice = z.looseObject({
  Id: z.string(),
  DocNumber: z.string(),
  TxnDate: z.string(),
  TotalAmt: z.number(),
  TxnTaxDetail: z.looseObject({ TotalTax: z.number().optional() }).optional(),
  CustomerRef: z.looseObject({ value: z.string() }),
  Line: z.array(z.looseObject({ Amount: z.number(), DetailType: z.string() })),
})
const invoices = z.object({
  QueryResponse: z.looseObject({ Invoice: z.array(invoice).optional(), totalCount: z.number().optional() }),
})

const PATIENCE = 10_000

export async function openQuickBooks({ quickbooks, realm }: DemoWorld): Promise<QuickBooks> {
  const told = async (path: string, body: object): Promise<unknown> => {
    const answer = await fetch(`${quickbooks}/_sandbox/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`the sandbox refused ${path}: ${await answer.text()}`)
    return await answer.json()
  }
  /** A token of its own for each question, since one of them is about tokens that end. */
  const query = async (statement: string) => {
    const { access_token } = z
      .object({ access_token: z.string() })
      .parse(await told('tokens', { realmId: realm }))
    const address = `${quickbooks}/v3/company/${realm}/query?minorversion=75&query=${encodeURIComponent(statement)}`
    const headers = { authorization: `Bearer ${access_token}`, accept: 'application/json' }
    const deadline = performance.now() + PATIENCE
    let answer = await fetch(address, { headers })
    // The product's own calls count against the same ten a second.
    while (answer.status === 429 && performance.now() < deadline) answer = await fetch(address, { headers })
    const text = await answer.text()
    const read = invoices.safeParse(JSON.parse(text))
    if (!read.success) throw new Error(`QuickBooks answered ${answer.status} to ${statement}: ${text}`)
    return read.data.QueryResponse
  }
  return {
    async invoicesUnder(number) {
      return (await query(`select * from Invoice where DocNumber = '${number}'`)).Invoice ?? []
    },
    count: async () => (await query('select count(*) from Invoice')).totalCount ?? 0,
    arm: async (fault, match = { what: '' }) => void (await told('faults', { fault, match, times: 1 })),
  }
}
