import type { Company, Entity, KindName } from '../../company/state.ts'
import { keyOf } from '../../company/state.ts'
import { centsIn } from './money.ts'
import { valueOf } from '../others/paper.ts'

/**
 * What the service knows of a company's sales papers without looking through all of them: the highest
 * number, and per customer what is open. It follows the order of change, so that it costs nothing where
 * nobody asks, and is computed anew for a company that was restored.
 */
interface Following {
  /** Up to where the order of change was followed. */
  sequence: number
  highest: Map<Row, { number: number; key: string }>
  open: Map<string, Set<string>>
  /** Where each open paper was put. */
  owners: Map<string, string>
}

const NUMBERED = [
  'Invoice',
  'CreditMemo',
  'RefundReceipt',
  'SalesReceipt',
  'Estimate',
] as const satisfies readonly KindName[]
/** Estimates are numbered in a row of their own. */
type Row = 'sales' | 'estimates'
const rowOf = (kind: KindName): Row => (kind === 'Estimate' ? 'estimates' : 'sales')
const FOLLOWED = [...NUMBERED, 'Payment'] as const satisfies readonly KindName[]

const followings = new WeakMap<Company, Following>()

/** The highest number in the row that a kind is numbered in; only whole numbers count. */
export function highestNumber(company: Company, kind: KindName): number {
  const { highest } = followed(company)
  const row = rowOf(kind)
  const found = highest.get(row) ?? searched(company, row)
  highest.set(row, found)
  return found.number
}

/** A customer's papers on which something is open, the oldest first. */
export function openPapers(company: Company, kind: KindName, customer: string): Entity[] {
  const papers: Entity[] = []
  for (const key of followed(company).open.get(customer) ?? []) {
    if (!key.startsWith(`${kind}:`)) continue
    const paper = company.tables[kind].rows.get(key.slice(kind.length + 1))
    if (paper !== undefined) papers.push(paper)
  }
  return papers.toSorted((a, b) => {
    const [one, other] = [String(a['TxnDate']), String(b['TxnDate'])]
    return one === other ? Number(a.Id) - Number(b.Id) : one < other ? -1 : 1
  })
}

function followed(company: Company): Following {
  let following = followings.get(company)
  if (following === undefined) {
    following = { sequence: 0, highest: new Map(), open: new Map(), owners: new Map() }
    followings.set(company, following)
  }
  for (const kind of FOLLOWED) {
    const { changes } = company.tables[kind]
    for (let index = changes.length - 1; index >= 0; index -= 1) {
      const change = changes[index]
      if (change === undefined || change.sequence <= following.sequence) break
      note(company, following, kind, change.id)
    }
  }
  following.sequence = company.sequence
  return following
}

function note(company: Company, following: Following, kind: KindName, id: string): void {
  const key = keyOf(kind, id)
  const paper = company.tables[kind].rows.get(id)
  noteNumber(following, rowOf(kind), key, numberOf(paper))
  const owner = paper !== undefined && isOpen(kind, paper) ? valueOf(paper['CustomerRef']) : undefined
  const before = following.owners.get(key)
  if (owner === before) return
  if (before !== undefined) following.open.get(before)?.delete(key)
  if (owner === undefined) {
    following.owners.delete(key)
    return
  }
  following.owners.set(key, owner)
  const own = following.open.get(owner)
  if (own === undefined) following.open.set(owner, new Set([key]))
  else own.add(key)
}

/** When the paper with the highest number loses it, the highest has to be looked for again. */
function noteNumber({ highest }: Following, row: Row, key: string, number: number): void {
  const known = highest.get(row)
  if (known === undefined) return
  if (number >= known.number && number > 0) highest.set(row, { number, key })
  else if (known.key === key) highest.delete(row)
}

function searched(company: Company, row: Row): { number: number; key: string } {
  let highest = { number: 0, key: '' }
  for (const kind of NUMBERED.filter((each) => rowOf(each) === row)) {
    for (const paper of company.tables[kind].rows.values()) {
      const number = numberOf(paper)
      if (number > highest.number) highest = { number, key: keyOf(kind, paper.Id) }
    }
  }
  return highest
}

function numberOf(paper: Entity | undefined): number {
  const number = paper?.['DocNumber']
  return typeof number === 'string' && /^\d{1,15}$/.test(number) ? Number(number) : 0
}

const isOpen = (kind: KindName, paper: Entity): boolean =>
  centsIn(paper, kind === 'Payment' ? 'UnappliedAmt' : 'Balance') > 0
