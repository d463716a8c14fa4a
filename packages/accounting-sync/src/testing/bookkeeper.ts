import { mergeCustomers, type Sandbox } from '@tieout/qbo-sandbox'
import type { Connection } from '../postgres/connection.ts'
import type { SyncWorld } from './sync-world.ts'

/** Whoever works in the company itself, through the same doors as its pages. */
export interface Bookkeeper {
  create(kind: string, body: object): Promise<Row>
  /** Sparse, with the token as it is now. */
  change(kind: string, id: string, body: object): Promise<Row>
  void(kind: string, id: string): Promise<Row>
  delete(kind: string, id: string): Promise<void>
  read(kind: string, id: string): Promise<Row>
  /** As the pages do it and the API does not. */
  merge(winner: string, loser: string): void
  /** Thirty in a call. */
  createMany(kind: string, bodies: readonly object[]): Promise<Row[]>
  /** Money of a customer, laid upon documents. */
  pays(customerId: string, total: number, on: readonly Share[], more?: object): Promise<Row>
}

export type Row = Record<string, unknown> & { Id: string; SyncToken: string }

/** What of a payment settles which document, in units of the currency. */
export type Share = readonly [invoiceId: string, amount: number, type?: string]

export const linesFor = (on: readonly Share[]) =>
  on.map(([TxnId, Amount, TxnType = 'Invoice']) => ({ Amount, LinkedTxn: [{ TxnId, TxnType }] }))

export function bookkeeperOf(sandbox: Sandbox, realm: string, origin: string): Bookkeeper {
  const ask = async (method: string, path: string, body?: object): Promise<Record<string, unknown>> => {
    const issued = await sandbox.fetch(`${origin}/_sandbox/tokens`, {
      method: 'POST',
      body: JSON.stringify({ realmId: realm }),
    })
    const { access_token: token } = (await issued.json()) as { access_token: string }
    const answer = await sandbox.fetch(`${origin}/v3/company/${realm}/${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'content-type': 'application/json',
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const said = (await answer.json()) as Record<string, unknown>
    if (!answer.ok || said['Fault'] !== undefined) throw new Error(JSON.stringify(said))
    return said
  }
  const one = async (kind: string, path: string, body: object) =>
    (await ask('POST', `${kind.toLowerCase()}${path}`, body))[kind] as Row
  const read = async (kind: string, id: string) =>
    (await ask('GET', `${kind.toLowerCase()}/${id}`))[kind] as Row
  const tokenOf = async (kind: string, id: string) => {
    const { Id, SyncToken } = await read(kind, id)
    return { Id, SyncToken, sparse: true }
  }
  const keeper: Bookkeeper = {
    create: (kind, body) => one(kind, '', body),
    change: async (kind, id, body) => one(kind, '', { ...(await tokenOf(kind, id)), ...body }),
    void: async (kind, id) =>
      one(
        kind,
        kind === 'Invoice' ? '?operation=void' : '?operation=update&include=void',
        await tokenOf(kind, id),
      ),
    async delete(kind, id) {
      await one(kind, '?operation=delete', await tokenOf(kind, id))
    },
    read,
    merge: (winner, loser) => void mergeCustomers(sandbox.company(realm), sandbox.clock.now(), winner, loser),
    async createMany(kind, bodies) {
      const made: Row[] = []
      for (let start = 0; start < bodies.length; start += 30) {
        const items = bodies.slice(start, start + 30)
        const { BatchItemResponse: answers } = await ask('POST', 'batch', {
          BatchItemRequest: items.map((body, at) => ({ bId: String(at), operation: 'create', [kind]: body })),
        })
        for (const each of answers as Record<string, Row>[]) {
          if (each[kind] === undefined) throw new Error(JSON.stringify(each))
          made.push(each[kind])
        }
      }
      return made
    },
    pays: (customerId, total, on, more = {}) =>
      keeper.create('Payment', {
        CustomerRef: { value: customerId },
        TotalAmt: total,
        Line: linesFor(on),
        ...more,
      }),
  }
  return keeper
}

/** The bookkeeper closes the books. */
export function closeBooks({ sandbox }: SyncWorld, { realm }: Connection, day: string): void {
  const { rows } = sandbox.company(realm).tables.Preferences
  for (const [id, row] of rows) {
    const accounting = row['AccountingInfoPrefs'] as object
    rows.set(id, { ...row, AccountingInfoPrefs: { ...accounting, BookCloseDate: day } })
  }
}

/** The company's sales tax is reckoned by QuickBooks from now on, by the address of each customer. */
export function automateTax({ sandbox }: SyncWorld, { realm }: Connection): void {
  const { rows } = sandbox.company(realm).tables.Preferences
  for (const [id, row] of rows) {
    rows.set(id, { ...row, TaxPrefs: { ...(row['TaxPrefs'] as object), PartnerTaxEnabled: true } })
  }
}
