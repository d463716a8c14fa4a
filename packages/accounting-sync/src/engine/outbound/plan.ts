import {
  CannotBeSaid,
  type AccountingAdapter,
  type CompanyFacts,
  type FrozenWrite,
  type Standing,
} from '../../adapter.ts'
import type { CanonicalDocument } from '../../core/document.ts'
import { packFrames } from '../../core/frames.ts'
import { markerOf } from '../../core/marker.ts'
import { missingLinks, taxedApart, type KnownLinks } from '../../core/missing.ts'
import type { Hold } from '../../postgres/due.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { causeOf, closedPeriodCause } from './causes.ts'
import { creditStep, type CreditFacts } from './plan-credit.ts'
import { paymentStep, type PaymentFacts } from './plan-payment.ts'
import { voidStep, type VoidFacts } from './plan-void.ts'
import { held, refused, type Member, type Moot, type Refusal, type Step } from './steps.ts'

/** All that decides about operations that are due. */
export interface PlanFacts {
  operations: readonly StoredOperation[]
  documents: ReadonlyMap<string, CanonicalDocument>
  known: KnownLinks
  termsIds: ReadonlyMap<string, string>
  /** Documents that are over there already. */
  linked: ReadonlySet<string>
  /** Documents and clients that stay out. */
  excluded: ReadonlySet<string>
  paused: boolean
  company: CompanyFacts
  payments: PaymentFacts
  credits: CreditFacts
  voids: VoidFacts
  /** Documents that are to be written again, as they stand over there. */
  again: ReadonlyMap<string, Standing | 'gone'>
}

export type { Member }

export interface Plan {
  frames: Member[][]
  holds: Hold[]
  refusals: Refusal[]
  moot: Moot[]
}

/** Each operation is judged alone, so that one document that lacks something never holds up another. */
export function plan(facts: PlanFacts, adapter: AccountingAdapter): Plan {
  const steps = inRounds(facts.operations.map((operation) => stepFor(operation, facts, adapter)))
  const members = steps.flatMap((each) => (each.kind === 'send' ? [each.member] : []))
  const byId = new Map(members.map((each) => [each.operation.operationId, each]))
  const packed = packFrames(
    members.map((each) => each.operation),
    adapter.capabilities.frameSize,
  )
  return {
    frames: packed.map((frame) => frame.flatMap((each) => byId.get(each.operationId) ?? [])),
    holds: steps.flatMap((each) => (each.kind === 'hold' ? [each.hold] : [])),
    refusals: steps.flatMap((each) => (each.kind === 'refuse' ? [each.refusal] : [])),
    moot: steps.flatMap((each) => (each.kind === 'moot' ? [each.moot] : [])),
  }
}

/**
 * What gives something back goes before what takes it up, which would be refused; and of two that take something off
 * one payment each would undo what the other did. Whoever is left out is due all the same, and goes in the next round.
 */
function inRounds(steps: readonly Step[]): Step[] {
  const isGiving = ({ action, takesOff }: FrozenWrite) => action === 'void' || takesOff !== undefined
  const giving = new Set(
    steps.flatMap((each) =>
      each.kind === 'send' && isGiving(each.member.write) ? [each.member.write.intent.customerId] : [],
    ),
  )
  const taken = new Set<string>()
  return steps.filter((each) => {
    if (each.kind !== 'send' || each.member.write.kind !== 'payment') return true
    const { write } = each.member
    if (!isGiving(write)) return !giving.has(write.intent.customerId)
    const on = write.takesOff?.externalId
    if (on === undefined) return true
    const isFirst = !taken.has(on)
    taken.add(on)
    return isFirst
  })
}

function stepFor(operation: StoredOperation, facts: PlanFacts, adapter: AccountingAdapter): Step {
  const { operationId, kind } = operation
  if (facts.paused) return held(operationId, 'paused')
  if (kind === 'record_payment') return paymentStep(operation, facts, adapter)
  if (kind === 'apply_credit') return creditStep(operation, facts, adapter)
  if (kind === 'void_invoice') return voidStep(operation, facts, adapter)
  if (kind !== 'export_invoice' && kind !== 'export_credit_memo') {
    return refused(operationId, 'unsupported_operation', `${kind} cannot be sent yet`)
  }
  const document = facts.documents.get(operation.entityId)
  if (document === undefined) return { kind: 'moot', moot: { operationId, reason: 'document_gone' } }
  if (facts.linked.has(document.id) && !facts.again.has(operationId))
    return { kind: 'moot', moot: { operationId, reason: 'already_there' } }
  if (facts.excluded.has(document.id) || facts.excluded.has(document.clientId)) {
    return held(operationId, 'excluded')
  }
  const apart = taxedApart(document, facts.known)
  if (apart !== null) return refused(operationId, 'taxes_apart', apart.description)
  const missing = missingLinks(document, facts.known)
  if (missing.length > 0) return held(operationId, 'unmapped', missing.map(causeOf))
  const closed = facts.company.booksClosedThrough
  if (closed !== null && document.issueDate <= closed) {
    return held(operationId, 'closed_period', [closedPeriodCause(closed)])
  }
  return writeFor(operation, document, facts, adapter)
}

/** What a document cannot be turned into is its own trouble: the others go out. */
function writeFor(
  operation: StoredOperation,
  document: CanonicalDocument,
  facts: PlanFacts,
  adapter: AccountingAdapter,
): Step {
  const references = {
    customerId: facts.known.customers.get(document.clientId) ?? '',
    itemIds: facts.known.items,
    fallbackItemId: facts.known.fallbackItemId,
    taxCodeIds: facts.known.taxCodes,
    termsId: document.termsId === null ? null : (facts.termsIds.get(document.termsId) ?? null),
  }
  try {
    const { operationId } = operation
    const fresh = adapter.prepare(document, references, facts.company)
    const standing = facts.again.get(operationId)
    const isOver = standing !== undefined && standing !== 'gone'
    // Over what is there, void or not, it keeps its number; only what was deleted is made anew.
    const { body, intent } = isOver ? overOf(adapter)(fresh, standing) : fresh
    const action = isOver ? ('update' as const) : ('create' as const)
    const write = { operationId, kind: document.kind, action, body, intent }
    return { kind: 'send', member: { operation, write: { ...write, marker: markerOf(document.id) } } }
  } catch (error) {
    const code = error instanceof CannotBeSaid ? error.code : 'malformed_request'
    return refused(operation.operationId, code, error instanceof Error ? error.message : '')
  }
}

function overOf(adapter: AccountingAdapter): NonNullable<AccountingAdapter['over']> {
  if (adapter.over === undefined) throw new Error(`${adapter.type} changes nothing that is there`)
  return adapter.over.bind(adapter)
}
