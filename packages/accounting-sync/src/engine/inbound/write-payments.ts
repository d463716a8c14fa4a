import type { PaymentPlan, Problem, Step } from '../../core/reconcile-payments.ts'
import type { Trx } from '../../host.ts'
import type { ReceiptDraft } from '../../host-payments.ts'
import { noteChanges } from '../../postgres/enqueue.ts'
import type { LinkDraft } from '../../postgres/links.ts'
import { isLeaseOld, keepLease, type Run } from '../outbound/run.ts'
import { driftKey } from '../exceptions/tasks.ts'
import { linkAgain, type Effects } from './effects.ts'
import type { LinksOfTheirs } from './incoming.ts'
import { isReversed, reversedPart } from './reversed.ts'

type Of<K extends Step['kind']> = Extract<Step, { kind: K }>

/**
 * Writes what was planned in the host's books: what is taken back first, so that it is free for the rest. A
 * lease that is young is asked for at the end alone, with the links. Answers what the books did not take.
 */
export async function writeSteps(
  run: Run,
  trx: Trx,
  plans: readonly PaymentPlan[],
  links: LinksOfTheirs,
  effects: Effects,
): Promise<Map<string, Problem[]>> {
  const steps = plans.flatMap((each) => each.steps)
  if (steps.length === 0) return new Map()
  effects.steps.push(...steps)
  if (isLeaseOld(run)) await keepLease(run, trx)
  const ofKind = <K extends Step['kind']>(kind: K) =>
    steps.filter((each): each is Of<K> => each.kind === kind)
  await reverseAll(run, trx, ofKind('reverse'), links, effects)
  await restateAll(run, trx, ofKind('restate'), effects)
  return await recordAll(run, trx, ofKind('record'), links, effects)
}

const sourceOf = ({ connection }: Run, externalId: string) => ({
  adapterType: connection.adapterType,
  realm: connection.realm,
  externalId,
})

const WHY = {
  voided: 'voided in the accounting system',
  gone: 'deleted in the accounting system',
  emptied: 'taken off in the accounting system',
} as const

async function reverseAll(
  run: Run,
  trx: Trx,
  steps: readonly Of<'reverse'>[],
  links: LinksOfTheirs,
  effects: Effects,
): Promise<void> {
  if (steps.length === 0) return
  await run.engine.host.books.payments.reverse(
    trx,
    run.connection.tenant,
    steps.map(({ receiptId, externalId, why }) => ({
      receiptId,
      reason: WHY[why],
      source: sourceOf(run, externalId),
    })),
  )
  effects.counts.reversed += steps.length
  for (const { externalId, receiptId } of steps) {
    const link = links.of('payment', externalId).find((each) => each.entityId === receiptId)
    if (link === undefined) continue
    effects.links.push(
      linkAgain(link, { externalPart: reversedPart(receiptId), status: 'voided', verifiedAt: null }),
    )
    if (link.status === 'drift') effects.close.push(driftKey(link))
  }
}

async function restateAll(
  run: Run,
  trx: Trx,
  steps: readonly Of<'restate'>[],
  effects: Effects,
): Promise<void> {
  if (steps.length === 0) return
  await run.engine.host.books.payments.restate(
    trx,
    run.connection.tenant,
    steps.map(({ receiptId, externalId, to: { number, ...to } }) => ({
      ...to,
      receiptId,
      reference: number,
      reason: 'changed in the accounting system',
      source: sourceOf(run, externalId),
    })),
  )
  effects.counts.restated += steps.length
  // What of these is on its way says how they were: it goes once more as they are now.
  const { connection, engine } = run
  const entityIds = steps.map((each) => each.receiptId)
  const at = engine.host.clock.now()
  await noteChanges(trx, connection.tenant, connection, { kind: 'record_payment', entityIds, at })
}

async function recordAll(
  run: Run,
  trx: Trx,
  steps: readonly Of<'record'>[],
  links: LinksOfTheirs,
  effects: Effects,
): Promise<Map<string, Problem[]>> {
  const refused = new Map<string, Problem[]>()
  if (steps.length === 0) return refused
  const parts = partsFor(steps, links)
  const drafts = steps.map((each, at) => draftOf(run, each, parts[at] ?? '', links))
  const outcomes = await run.engine.host.books.payments.record(trx, run.connection.tenant, drafts)
  for (const [at, step] of steps.entries()) {
    const { externalId, receipt } = step
    const outcome = outcomes[at]
    if (outcome?.kind === 'recorded') {
      effects.counts.recorded += 1
      effects.recorded.set(step, outcome.receiptId)
      effects.links.push(linkTo(run, externalId, parts[at] ?? '', outcome.receiptId, receipt.number))
    } else {
      const detail = outcome?.detail ?? 'no answer'
      const { amountMinor } = receipt
      const problem: Problem = { reason: 'refused', amountMinor, documentId: null, externalId: null, detail }
      refused.set(externalId, [...(refused.get(externalId) ?? []), problem])
    }
  }
  return refused
}

/** A payment is one receipt as a rule. What is more than that has a name of its own. */
function partsFor(steps: readonly Of<'record'>[], links: LinksOfTheirs): string[] {
  const taken = new Set<string>()
  return steps.map(({ externalId, receipt: { fed, clientId } }) => {
    const isTaken = (part: string) =>
      taken.has(`${externalId} ${part}`) ||
      links.of('payment', externalId).some((each) => each.externalPart === part)
    const plain = fed === 'cash' ? '' : 'adjustment'
    const part = isTaken(plain) ? `${fed}:${clientId}` : plain
    taken.add(`${externalId} ${part}`)
    return part
  })
}

function draftOf(
  run: Run,
  { externalId, receipt }: Of<'record'>,
  part: string,
  links: LinksOfTheirs,
): ReceiptDraft {
  const { number, ...rest } = receipt
  const earlier = links.of('payment', externalId).filter(isReversed).length
  const names = [run.connection.realm, externalId, ...(part === '' ? [] : [part])]
  return {
    ...rest,
    key: `${names.join(':')}${earlier === 0 ? '' : `#${earlier + 1}`}`,
    reference: number,
    source: sourceOf(run, externalId),
  }
}

const linkTo = (
  { engine }: Run,
  externalId: string,
  externalPart: string,
  receiptId: string,
  number: string | null,
): LinkDraft => ({
  mappingId: engine.host.ids.uuid(),
  entityType: 'payment',
  entityId: receiptId,
  externalKind: 'payment',
  externalId,
  externalPart,
  exclusive: true,
  number,
  status: 'verified',
  verifiedAt: engine.host.clock.now(),
})
