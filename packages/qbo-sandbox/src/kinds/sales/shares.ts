import type { Company, Entity, KindName } from '../../company/state.ts'
import { keyOf } from '../../company/state.ts'
import { amount } from '../../decimal.ts'
import type { JsonObject } from '../../json.ts'
import { currencyOf, linesOf, valueOf } from '../others/paper.ts'
import { centsIn } from './money.ts'

export const PAPERS = ['Invoice', 'CreditMemo', 'JournalEntry'] as const satisfies readonly KindName[]
export type PaperKind = (typeof PAPERS)[number]

/** What a payment puts on one paper, or takes from a credit: always above zero. */
export interface Share {
  kind: PaperKind
  id: string
  cents: number
}

export const shareKey = ({ kind, id }: { kind: PaperKind; id: string }): string => keyOf(kind, id)

/** A payment's shares, as its lines hold them. */
export function sharesOf(payment: Entity | undefined): Share[] {
  if (payment === undefined) return []
  return linesOf(payment).map((line) => {
    const [link] = line['LinkedTxn'] as readonly JsonObject[]
    return {
      kind: String(link?.['TxnType']) as PaperKind,
      id: String(link?.['TxnId']),
      cents: centsIn(line, 'Amount'),
    }
  })
}

/** What a payment may be put on or fed by. */
export interface Paper {
  entity: Entity
  /** Whether the customer owes it; else it stands to their credit. */
  isOwed: boolean
  /** Hundredths not yet covered. */
  open: number
  customer: string
  currency: string
}

type Get = (kind: KindName, id: string) => Entity | undefined

/** A paper as a payment of one customer sees it; a journal entry is what its lines say about that customer. */
export function paperOf(
  get: Get,
  { kind, id }: Pick<Share, 'kind' | 'id'>,
  payer: string,
): Paper | undefined {
  const entity = get(kind, id)
  if (entity === undefined) return undefined
  const currency = currencyOf(entity)
  if (kind !== 'JournalEntry') {
    const isOwed = kind === 'Invoice'
    return {
      entity,
      isOwed,
      open: centsIn(entity, 'Balance'),
      customer: valueOf(entity['CustomerRef']),
      currency,
    }
  }
  const owed = owedOnEntry(get, entity, payer)
  const open = Math.abs(owed) - coveredOnEntry(get, entity, payer)
  return { entity, isOwed: owed > 0, open, customer: payer, currency }
}

export const committed =
  (company: Company): Get =>
  (kind, id) =>
    company.tables[kind].rows.get(id)

/** Hundredths a journal entry puts on a customer's receivable: what they owe by it, or below zero their credit. */
function owedOnEntry(get: Get, entry: Entity, customer: string): number {
  return receivableLines(get, entry)
    .filter((each) => each.customer === customer)
    .reduce((sum, each) => sum + each.cents, 0)
}

function receivableLines(get: Get, entry: Entity): { customer: string; cents: number }[] {
  return linesOf(entry).flatMap((line) => {
    const detail = line['JournalEntryLineDetail'] as JsonObject
    const party = detail['Entity'] as JsonObject | undefined
    const account = get('Account', valueOf(detail['AccountRef']))
    if (party?.['Type'] !== 'Customer' || account?.['AccountType'] !== 'Accounts Receivable') return []
    const cents = centsIn(line, 'Amount') * (detail['PostingType'] === 'Debit' ? 1 : -1)
    return [{ customer: valueOf(party['EntityRef']), cents }]
  })
}

/** On which side of a payment a share stands. */
export function isCharge(get: Get, share: Share, payer: string): boolean {
  return share.kind === 'JournalEntry'
    ? paperOf(get, share, payer)?.isOwed === true
    : share.kind === 'Invoice'
}

/** A journal entry has no balance of its own; the payments it is linked to say what is covered. */
function coveredOnEntry(get: Get, entry: Entity, customer: string): number {
  let covered = 0
  for (const link of (entry['LinkedTxn'] ?? []) as readonly JsonObject[]) {
    const payment = get('Payment', String(link['TxnId']))
    if (payment === undefined || valueOf(payment['CustomerRef']) !== customer) continue
    covered += sharesOf(payment).find((each) => each.id === entry.Id)?.cents ?? 0
  }
  return covered
}

/** The line of a share, with the blob of the paper's number and of what was open on it. */
export function shareLine(share: Share, paper: Paper, openBefore: number): JsonObject {
  return {
    Amount: amount(share.cents),
    LinkedTxn: [{ TxnId: share.id, TxnType: share.kind }],
    LineEx: {
      any: [
        nameValue('txnId', share.id),
        nameValue('txnOpenBalance', (openBefore / 100).toFixed(2)),
        nameValue('txnReferenceNumber', paper.entity['DocNumber'] as string | undefined),
      ],
    },
  }
}

const nameValue = (name: string, value: string | undefined): JsonObject => ({
  name: '{http://schema.intuit.com/finance/v3}NameValue',
  declaredType: 'com.intuit.schema.finance.v3.NameValue',
  scope: 'javax.xml.bind.JAXBElement$GlobalScope',
  value: { Name: name, Value: value },
  nil: false,
  globalScope: true,
  typeSubstituted: false,
})
