import type { TheirPayment } from '../changes.ts'
import type {
  NewReceipt,
  PaymentCase,
  RecordedAllocation,
  RecordedReceipt,
  Step,
} from './reconcile-payments.ts'

/** What is to be recorded on one document. */
export interface Wanted {
  documentId: string
  clientId: string
  fed: 'cash' | 'adjustment'
  amountMinor: number
}

/**
 * The steps from what is recorded of a payment to what is wanted. There is one receipt for each client and
 * each way of settling; one that was keyed here stays one receipt with all of its money.
 */
export function asRecorded(
  { change: { externalId }, recorded }: PaymentCase,
  payment: TheirPayment,
  wanted: readonly Wanted[],
  known: ReadonlySet<string>,
): Step[] {
  const ours = recorded.find((each) => each.origin === 'here')
  const groups = new Map<string, Wanted[]>()
  for (const each of wanted) {
    const key =
      ours === undefined || each.fed === 'adjustment' ? keyOf(each) : keyOf({ ...ours, fed: 'cash' })
    groups.set(key, [...(groups.get(key) ?? []), each])
  }
  // One without anything to settle here keeps its own receipt, and only that.
  if (ours !== undefined && !groups.has(keyOf(ours))) groups.set(keyOf(ours), [])
  const receipts = new Map(recorded.map((each) => [keyOf(each), each]))
  const steps: Step[] = []
  for (const [key, group] of groups) {
    const receipt = receipts.get(key)
    if (receipt === undefined) steps.push({ kind: 'record', externalId, receipt: newReceipt(payment, group) })
    else steps.push(...restated(externalId, receipt, payment, group, known))
  }
  for (const [key, { receiptId }] of receipts) {
    if (!groups.has(key)) steps.push({ kind: 'reverse', externalId, receiptId, why: 'emptied' })
  }
  return steps
}

const keyOf = ({ fed, clientId }: Pick<Wanted, 'fed' | 'clientId'>) => `${fed} ${clientId}`

function newReceipt({ date, currency, number }: TheirPayment, group: readonly Wanted[]): NewReceipt {
  const [first] = group
  if (first === undefined) throw new Error('a receipt of nothing')
  const { clientId, fed } = first
  return {
    clientId,
    fed,
    date,
    currency,
    number,
    amountMinor: sumOf(group),
    allocations: group.map(({ documentId, amountMinor }) => ({ documentId, amountMinor })),
  }
}

function restated(
  externalId: string,
  receipt: RecordedReceipt,
  payment: TheirPayment,
  group: readonly Wanted[],
  known: ReadonlySet<string>,
): Step[] {
  const isOurs = receipt.origin === 'here'
  const amountMinor = isOurs ? payment.totalMinor : sumOf(group)
  const { takeBack, apply } = changes(comparable(receipt, group, amountMinor, known), group)
  // What is keyed here has a reference of its own; over there stands one that we derived.
  const number = isOurs ? receipt.number : payment.number
  const isSame =
    takeBack.length === 0 &&
    apply.length === 0 &&
    amountMinor === receipt.amountMinor &&
    payment.date === receipt.date &&
    number === receipt.number
  if (isSame) return []
  const to = { date: payment.date, number, amountMinor, takeBack, apply }
  return [{ kind: 'restate', externalId, receiptId: receipt.receiptId, to }]
}

/**
 * Over there nobody knows of documents that stayed here: what one keyed here pays of those is left alone, as
 * long as the money reaches for it.
 */
function comparable(
  { origin, allocations }: RecordedReceipt,
  group: readonly Wanted[],
  amountMinor: number,
  known: ReadonlySet<string>,
): readonly RecordedAllocation[] {
  const local = allocations.filter((each) => origin === 'here' && !known.has(each.documentId))
  if (sumOf(local) + sumOf(group) > amountMinor) return allocations
  return allocations.filter((each) => !local.includes(each))
}

/** An allocation of the same amount on the same document is the same allocation. */
function changes(
  recorded: readonly RecordedAllocation[],
  wanted: readonly Wanted[],
): { takeBack: string[]; apply: { documentId: string; amountMinor: number }[] } {
  const open = [...wanted]
  const takeBack = recorded.flatMap(({ allocationId, documentId, amountMinor }) => {
    const at = open.findIndex((each) => each.documentId === documentId && each.amountMinor === amountMinor)
    if (at < 0) return [allocationId]
    open.splice(at, 1)
    return []
  })
  return { takeBack, apply: open.map(({ documentId, amountMinor }) => ({ documentId, amountMinor })) }
}

const sumOf = (parts: readonly { amountMinor: number }[]): number =>
  parts.reduce((sum, each) => sum + each.amountMinor, 0)
