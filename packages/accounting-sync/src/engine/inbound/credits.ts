import type { Intent } from '../../adapter.ts'
import type { PaymentChange } from '../../changes.ts'
import { sidesOf } from '../../core/application.ts'
import {
  CreditReconciliation,
  type CreditCase,
  type CreditPart,
  type KnownPool,
  type LooseCredit,
  type RecordedCredit,
} from '../../core/reconcile-credits.ts'
import { portionsIn, type KnownDocument, type PaymentPlan } from '../../core/reconcile-payments.ts'
import type { Trx } from '../../host.ts'
import type { CreditsLooked, CreditsSeen, HostCreditAllocation } from '../../host-credits.ts'
import type { HostReceipt } from '../../host-payments.ts'
import { inFlight } from '../../postgres/in-flight.ts'
import type { Link } from '../../postgres/links.ts'
import { whereLinked } from '../../postgres/where-linked.ts'
import type { Run } from '../outbound/run.ts'
import type { LinksOfTheirs } from './incoming.ts'
import { isReversed } from './reversed.ts'

/** What is known here of the credit that a set of payments over there is about. */
export interface CreditSide {
  allocations: ReadonlyMap<string, HostCreditAllocation>
  pools: ReadonlyMap<string, KnownPool>
  /** Memos of ours over there, with their day. */
  memos: ReadonlyMap<string, { issueDate: string; number: string; creditNoteId: string }>
  loose: readonly LooseCredit[]
}

export const NO_CREDIT: CreditSide = {
  allocations: new Map(),
  pools: new Map(),
  memos: new Map(),
  loose: [],
}

/** The applications that a payment over there is. */
export const creditLinksOf = (links: LinksOfTheirs, externalId: string): readonly Link[] =>
  links
    .of('payment', externalId)
    .filter((each) => each.entityType === 'credit_allocation' && !isReversed(each))

/**
 * Read and held before anything else of these payments; nothing is asked where none of them is about credit of ours.
 * `receiptIds`: what they pay is held with it, so that invoices come before pools and receipts.
 */
export async function lookAtCredit(
  run: Run,
  trx: Trx,
  changes: readonly PaymentChange[],
  links: LinksOfTheirs,
  { documentIds, receiptIds }: { documentIds: readonly string[]; receiptIds: readonly string[] },
): Promise<CreditSide | null> {
  const memos = new Map(changes.flatMap((each) => memosIn(each, links)))
  const own = changes.flatMap((each) => creditLinksOf(links, each.externalId))
  if (memos.size === 0 && own.length === 0) return null
  const { payments } = run.engine.host.books
  const receipts = receiptIds.length === 0 ? [] : await payments.read(trx, run.connection.tenant, receiptIds)
  const paid = receipts.flatMap((each) => each.allocations.map((one) => one.documentId))
  const wanted = {
    allocationIds: own.map((each) => each.entityId),
    creditNoteIds: [...memos.values()].map((each) => each.creditNoteId),
    documentIds: [...new Set([...documentIds, ...paid])],
  }
  return { ...(await readAndHeld(run, trx, wanted, memos)), memos }
}

/** The same with the credit that covers these documents here and never got there. */
export async function withLooseOn(
  run: Run,
  trx: Trx,
  documentIds: readonly string[],
  side: CreditSide,
): Promise<CreditSide> {
  const { allocations, loose } = await readAndHeld(
    run,
    trx,
    { allocationIds: [], creditNoteIds: [], documentIds },
    side.memos,
  )
  return { ...side, allocations, loose }
}

async function readAndHeld(
  { engine, connection: { tenant } }: Run,
  trx: Trx,
  wanted: CreditsLooked,
  memos: CreditSide['memos'],
): Promise<Omit<CreditSide, 'memos'>> {
  const seen = await engine.host.books.credits.look(trx, tenant, wanted)
  const byNote = new Map(seen.pools.map((each) => [each.creditNoteId, each]))
  return {
    allocations: new Map(seen.allocations.map((each) => [each.allocationId, each])),
    pools: new Map(
      [...memos].flatMap(([memoId, { creditNoteId }]) => {
        const pool = byNote.get(creditNoteId)
        return pool === undefined ? [] : [[memoId, pool] as const]
      }),
    ),
    loose: await looseAmong(trx, tenant, seen),
  }
}

/** What stands, is linked nowhere, and is not on its way. */
async function looseAmong(trx: Trx, tenant: string, { allocations }: CreditsSeen): Promise<LooseCredit[]> {
  const standing = allocations.flatMap(
    ({ allocationId, creditNoteId, documentId, amountMinor, isTakenOff }) =>
      isTakenOff || creditNoteId === null ? [] : [{ allocationId, creditNoteId, documentId, amountMinor }],
  )
  if (standing.length === 0) return []
  const entityIds = standing.map((each) => each.allocationId)
  const refs = entityIds.map((entityId) => ({ entityType: 'credit_allocation', entityId }))
  const linked = (await whereLinked(trx, tenant, refs)).map((each) => each.entityId)
  const moving = await inFlight(trx, tenant, { kind: 'apply_credit', entityIds })
  const taken = new Set([...linked, ...moving])
  return standing.filter((each) => !taken.has(each.allocationId))
}

function memosIn(
  { payment }: PaymentChange,
  links: LinksOfTheirs,
): [string, { issueDate: string; number: string; creditNoteId: string }][] {
  return (payment?.shares ?? []).flatMap(({ on, externalId }) => {
    const link = on === 'credit_memo' ? links.one('credit_memo', externalId, 'credit_note') : undefined
    if (link === undefined) return []
    const issueDate = (link.snapshot as Intent | null)?.issueDate ?? ''
    const known = { issueDate, number: link.number ?? externalId, creditNoteId: link.entityId }
    return [[externalId, known] as [string, typeof known]]
  })
}

/** Of each payment what is recorded of its credit. */
export function recordedOf(externalId: string, links: LinksOfTheirs, side: CreditSide): RecordedCredit[] {
  return creditLinksOf(links, externalId).flatMap(({ entityId, externalPart }) => {
    const allocation = side.allocations.get(entityId)
    if (allocation === undefined || allocation.creditNoteId === null) return []
    const { allocationId, creditNoteId, documentId, amountMinor, isTakenOff } = allocation
    return [{ ...sidesOf(externalPart), allocationId, creditNoteId, documentId, amountMinor, isTakenOff }]
  })
}

export function reconciliationOf(
  changes: readonly PaymentChange[],
  documents: ReadonlyMap<string, KnownDocument>,
  links: LinksOfTheirs,
  side: CreditSide,
): CreditReconciliation {
  const cases = changes.map((change): CreditCase => {
    const { externalId, state, payment } = change
    const recorded = recordedOf(externalId, links, side)
    const portions = portionsIn({ change, credits: recorded }, { documents, memos: side.memos })
    const parts = portions?.flatMap(({ memoId, externalId: invoiceId, amountMinor }): CreditPart[] =>
      memoId === undefined ? [] : [{ memoId, invoiceId, amountMinor }],
    )
    return {
      externalId,
      date: payment?.date ?? '',
      currency: payment?.currency ?? '',
      ended: state === 'standing' ? null : state,
      parts: parts ?? null,
      recorded,
    }
  })
  return new CreditReconciliation(cases, { pools: side.pools, documents, loose: side.loose })
}

/** How far each document is short of what money over there pays on it, by the payment that says so. */
export function shortIn(plans: readonly PaymentPlan[]): Map<string, Map<string, number>> {
  const short = new Map<string, Map<string, number>>()
  for (const { externalId, problems } of plans) {
    for (const { reason, documentId, amountMinor } of problems) {
      if (documentId === null || (reason !== 'already_paid' && reason !== 'over_paid')) continue
      const own = short.get(externalId) ?? new Map<string, number>()
      short.set(externalId, own.set(documentId, (own.get(documentId) ?? 0) + amountMinor))
    }
  }
  return short
}

/** What the steps of money do to what is owed. */
export function movedBy(
  plans: readonly PaymentPlan[],
  receipts: ReadonlyMap<string, HostReceipt>,
): Map<string, number> {
  const moved = new Map<string, number>()
  const add = (documentId: string, minor: number) =>
    moved.set(documentId, (moved.get(documentId) ?? 0) + minor)
  const back = (receiptId: string, isTaken: (allocationId: string) => boolean) => {
    for (const each of receipts.get(receiptId)?.allocations ?? [])
      if (isTaken(each.allocationId)) add(each.documentId, each.amountMinor)
  }
  for (const step of plans.flatMap((each) => each.steps)) {
    if (step.kind === 'reverse') back(step.receiptId, () => true)
    if (step.kind === 'restate') back(step.receiptId, (id) => step.to.takeBack.includes(id))
    const laid =
      step.kind === 'record' ? step.receipt.allocations : step.kind === 'restate' ? step.to.apply : []
    for (const each of laid) add(each.documentId, -each.amountMinor)
  }
  return moved
}
