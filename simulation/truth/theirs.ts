import type { Company, Entity } from '@tieout/qbo-sandbox'

/**
 * The books over there, read from their double entry: what each transaction posts to receivables, and which
 * payments and credits are laid on what. Amounts are whole minor units. Balances that the service shows are
 * only read to be held against it.
 */
export interface TheirBooks {
  documents: ReadonlyMap<string, TheirDocument>
  payments: ReadonlyMap<string, TheirPayment>
  customers: ReadonlyMap<string, TheirCustomer>
  /** What entries by hand leave open on customers, less what is laid on them. */
  entries: readonly { id: string; customerId: string; openMinor: number }[]
  /** Sum of all receivable accounts, in the company's own currency. */
  receivableMinor: number
}

export interface TheirDocument {
  kind: 'invoice' | 'credit_memo'
  id: string
  number: string | null
  customerId: string
  /** What it posts: above zero on invoices, below on credit memos. */
  postedMinor: number
  /** The same less what is laid on it. */
  openMinor: number
  /** What the service shows. */
  balanceMinor: number
  isVoided: boolean
  /** Whose it is of ours, by its note. */
  marker: string | null
  changedAt: number
}

export interface TheirPayment {
  id: string
  number: string | null
  customerId: string
  totalMinor: number
  /** What it posts, below zero. */
  postedMinor: number
  unappliedMinor: number
  /** What of it, or of the credits it uses, settles which invoice. */
  onInvoices: ReadonlyMap<string, number>
  /** How much it takes of which credit memo. */
  onMemos: ReadonlyMap<string, number>
  date: string
  /** Changed by somebody since it was made. */
  isTouched: boolean
  isVoided: boolean
  marker: string | null
  changedAt: number
}

export interface TheirCustomer {
  id: string
  name: string
  /** By the double entry, all that it owes less all that stands to its credit. */
  owesMinor: number
}

export function theirBooks(company: Company): TheirBooks {
  const { tables, ledger } = company
  const shares = sharesIn(company)
  const documents = new Map<string, TheirDocument>()
  for (const [kind, table] of [
    ['invoice', 'Invoice'],
    ['credit_memo', 'CreditMemo'],
  ] as const) {
    for (const row of tables[table].rows.values()) {
      const postedMinor = postedBy(company, `${table}:${row.Id}`)
      const laid = shares.get(`${table}:${row.Id}`) ?? 0
      documents.set(`${kind}:${row.Id}`, {
        kind,
        id: row.Id,
        number: textIn(row, 'DocNumber'),
        customerId: refIn(row),
        postedMinor,
        openMinor: kind === 'invoice' ? postedMinor - laid : postedMinor + laid,
        balanceMinor: minorIn(row, 'Balance'),
        isVoided: isVoided(row),
        marker: markerIn(row),
        changedAt: changedAt(row),
      })
    }
  }
  const payments = new Map(
    [...tables.Payment.rows.values()].map((row) => [row.Id, paymentFrom(company, row)] as const),
  )
  return {
    documents,
    payments,
    customers: new Map(
      [...tables.Customer.rows.values()].map((row) => [
        row.Id,
        { id: row.Id, name: textIn(row, 'DisplayName') ?? '', owesMinor: ledger.customers.get(row.Id) ?? 0 },
      ]),
    ),
    entries: entriesIn(company, shares),
    receivableMinor: receivablesIn(company),
  }
}

function paymentFrom(company: Company, row: Entity): TheirPayment {
  const [onInvoices, onMemos] = [new Map<string, number>(), new Map<string, number>()]
  for (const { kind, id, minor } of linksOf(row)) {
    const on = kind === 'Invoice' ? onInvoices : kind === 'CreditMemo' ? onMemos : null
    on?.set(id, (on.get(id) ?? 0) + minor)
  }
  return {
    id: row.Id,
    number: textIn(row, 'PaymentRefNum'),
    customerId: refIn(row),
    totalMinor: minorIn(row, 'TotalAmt'),
    postedMinor: postedBy(company, `Payment:${row.Id}`),
    unappliedMinor: minorIn(row, 'UnappliedAmt'),
    onInvoices,
    onMemos,
    date: textIn(row, 'TxnDate') ?? '',
    isTouched: row.SyncToken !== '0',
    isVoided: isVoided(row),
    marker: markerIn(row),
    changedAt: changedAt(row),
  }
}

/** What a transaction posts to receivables: the lines that name a customer. */
const postedBy = ({ ledger }: Company, key: string): number =>
  (ledger.entries.get(key) ?? [])
    .filter((each) => each.customer !== undefined)
    .reduce((sum, each) => sum + (each.currencyCents ?? each.cents), 0)

/** An entry that pays is below zero until it is laid on something. */
function entriesIn(company: Company, shares: ReadonlyMap<string, number>): TheirBooks['entries'] {
  return [...company.tables.JournalEntry.rows.keys()].flatMap((id) => {
    const postings = (company.ledger.entries.get(`JournalEntry:${id}`) ?? []).filter(
      (each) => each.customer !== undefined,
    )
    const posted = postings.reduce((sum, each) => sum + (each.currencyCents ?? each.cents), 0)
    const laid = shares.get(`JournalEntry:${id}`) ?? 0
    const [first] = postings
    const openMinor = posted < 0 ? posted + laid : posted - laid
    return first?.customer === undefined ? [] : [{ id, customerId: first.customer, openMinor }]
  })
}

function receivablesIn({ tables, ledger }: Company): number {
  let sum = 0
  for (const row of tables.Account.rows.values()) {
    if (row['AccountType'] === 'Accounts Receivable') sum += ledger.accounts.get(row.Id) ?? 0
  }
  return sum
}

/** How much payments lay on each paper. */
function sharesIn({ tables }: Company): Map<string, number> {
  const on = new Map<string, number>()
  for (const payment of tables.Payment.rows.values()) {
    for (const { kind, id, minor } of linksOf(payment)) {
      on.set(`${kind}:${id}`, (on.get(`${kind}:${id}`) ?? 0) + minor)
    }
  }
  return on
}

interface Line {
  Amount?: number
  LinkedTxn?: readonly { TxnId: string; TxnType: string }[]
}

const linksOf = (payment: Entity): { kind: string; id: string; minor: number }[] =>
  ((payment['Line'] ?? []) as readonly Line[]).flatMap(({ Amount = 0, LinkedTxn = [] }) =>
    LinkedTxn.map(({ TxnId, TxnType }) => ({ kind: TxnType, id: TxnId, minor: Math.round(Amount * 100) })),
  )

const minorIn = (row: Entity, field: string): number => Math.round(Number(row[field] ?? 0) * 100)
const textIn = (row: Entity, field: string): string | null => {
  const value = row[field]
  return typeof value === 'string' ? value : null
}
const refIn = (row: Entity): string => String((row['CustomerRef'] as { value?: string } | undefined)?.value)
const isVoided = (row: Entity): boolean =>
  minorIn(row, 'TotalAmt') === 0 && (textIn(row, 'PrivateNote') ?? '').startsWith('Voided')
const markerIn = (row: Entity): string | null =>
  /tieout:([0-9a-f-]{36})/.exec(textIn(row, 'PrivateNote') ?? '')?.[1] ?? null
const changedAt = (row: Entity): number => Date.parse(row.MetaData.LastUpdatedTime)
