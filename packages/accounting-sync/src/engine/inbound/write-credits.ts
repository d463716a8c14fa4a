import type { PaymentChange, TheirPayment } from '../../changes.ts'
import { agreedOn } from '../../core/agreed-payment.ts'
import { partOf } from '../../core/application.ts'
import type { CreditPart, CreditPlan, CreditStep, WhyOff } from '../../core/reconcile-credits.ts'
import type { Problem } from '../../core/reconcile-payments.ts'
import type { Trx } from '../../host.ts'
import type { LinkDraft } from '../../postgres/links.ts'
import { driftKey } from '../exceptions/tasks.ts'
import { isLeaseOld, keepLease, type Run } from '../outbound/run.ts'
import { creditLinksOf } from './credits.ts'
import { linkAgain, type Effects } from './effects.ts'
import { sendNoMore } from './ended.ts'
import type { LinksOfTheirs } from './incoming.ts'
import { reversedPart } from './reversed.ts'

type Of<K extends CreditStep['kind']> = Extract<CreditStep, { kind: K }>

const ofKind = <K extends CreditStep['kind']>(plans: readonly CreditPlan[], kind: K): Of<K>[] =>
  plans.flatMap((each) => each.steps.filter((step): step is Of<K> => step.kind === kind))

const WHY: Record<WhyOff, string> = {
  voided: 'voided in the accounting system',
  gone: 'deleted in the accounting system',
  emptied: 'taken off in the accounting system',
  changed: 'changed in the accounting system',
  spent_there: 'the credit was used otherwise in the accounting system',
  paid_there: 'the document was paid otherwise in the accounting system',
}

/**
 * What is taken off comes before money moves, so that it is free for it. What stood here alone, or was found to be
 * over there, has nothing left to send.
 */
export async function takeOffCredits(
  run: Run,
  trx: Trx,
  plans: readonly CreditPlan[],
  links: LinksOfTheirs,
  effects: Effects,
): Promise<void> {
  const off = ofKind(plans, 'take_off')
  if (off.length > 0) {
    if (isLeaseOld(run)) await keepLease(run, trx)
    const { adapterType, realm, tenant } = run.connection
    await run.engine.host.books.credits.takeOff(
      trx,
      tenant,
      off.map(({ allocationId, externalId, why }) => ({
        allocationId,
        reason: WHY[why],
        source: { adapterType, realm, externalId },
      })),
    )
    effects.counts.reversed += off.length
  }
  for (const { externalId, allocationId } of [...off, ...ofKind(plans, 'forget')]) {
    const link = creditLinksOf(links, externalId).find((each) => each.entityId === allocationId)
    if (link === undefined) continue
    effects.links.push(
      linkAgain(link, { externalPart: reversedPart(allocationId), status: 'voided', verifiedAt: null }),
    )
    // What took its place says what the payment there says.
    if (link.status === 'drift') effects.close.push(driftKey(link))
  }
  const ids = (steps: readonly { allocationId: string }[]) => steps.map((each) => each.allocationId)
  const applications = { entityType: 'credit_allocation', kinds: ['apply_credit'] as const }
  await sendNoMore(run, trx, { ...applications, entityIds: ids(ofKind(plans, 'adopt')) }, 'already_there')
  await sendNoMore(run, trx, { ...applications, entityIds: ids(off) }, 'document_gone')
}

/** What is applied comes last. Answers what the books did not take. */
export async function applyCredits(
  run: Run,
  trx: Trx,
  plans: readonly CreditPlan[],
  changes: readonly PaymentChange[],
  links: LinksOfTheirs,
  effects: Effects,
): Promise<Map<string, Problem[]>> {
  const payments = new Map(changes.map((each) => [each.externalId, each.payment]))
  const taken = new Set<string>()
  const link = (externalId: string, allocationId: string, part: CreditPart) => {
    const payment = payments.get(externalId)
    if (payment === null || payment === undefined) return
    const place = freePart(externalId, part, links, taken)
    effects.links.push(linkTo(run, externalId, place, allocationId, payment))
  }
  for (const { externalId, allocationId, part } of ofKind(plans, 'adopt')) {
    effects.counts.verified += 1
    link(externalId, allocationId, part)
  }
  const refused = new Map<string, Problem[]>()
  const steps = ofKind(plans, 'apply')
  if (steps.length === 0) return refused
  if (isLeaseOld(run)) await keepLease(run, trx)
  const { adapterType, realm, tenant } = run.connection
  const outcomes = await run.engine.host.books.credits.apply(
    trx,
    tenant,
    steps.map(({ creditNoteId, documentId, amountMinor, date, externalId }) => ({
      creditNoteId,
      documentId,
      amountMinor,
      date,
      source: { adapterType, realm, externalId },
    })),
  )
  for (const [at, step] of steps.entries()) {
    const { externalId, documentId, amountMinor, part } = step
    const outcome = outcomes[at]
    if (outcome?.kind === 'applied') {
      effects.counts.recorded += 1
      effects.credited.set(step, outcome.allocationId)
      link(externalId, outcome.allocationId, part)
    } else {
      const detail = outcome?.detail ?? 'no answer'
      const problem: Problem = {
        reason: 'refused',
        amountMinor,
        documentId,
        externalId: part.invoiceId,
        detail,
      }
      refused.set(externalId, [...(refused.get(externalId) ?? []), problem])
    }
  }
  return refused
}

/** What was taken off in this very step still has its place. */
function freePart(
  externalId: string,
  { memoId, invoiceId }: CreditPart,
  links: LinksOfTheirs,
  taken: Set<string>,
): string {
  const known = new Set(links.of('payment', externalId).map((each) => each.externalPart))
  const plain = partOf(memoId, invoiceId)
  let part = plain
  for (let next = 2; known.has(part) || taken.has(`${externalId} ${part}`); next += 1)
    part = `${plain}#${next}`
  taken.add(`${externalId} ${part}`)
  return part
}

const linkTo = (
  { engine }: Run,
  externalId: string,
  externalPart: string,
  allocationId: string,
  payment: TheirPayment,
): LinkDraft => ({
  mappingId: engine.host.ids.uuid(),
  entityType: 'credit_allocation',
  entityId: allocationId,
  externalKind: 'payment',
  externalId,
  externalPart,
  exclusive: true,
  number: payment.number,
  version: payment.version,
  status: 'verified',
  snapshot: agreedOn(payment),
  verifiedAt: engine.host.clock.now(),
})
