import type { Intent } from '../../adapter.ts'
import type { PaymentChange } from '../../changes.ts'
import { agreedOn, isAsAgreed } from '../../core/agreed-payment.ts'
import { markedBy } from '../../core/marker.ts'
import type { PaymentPlan } from '../../core/reconcile-payments.ts'
import type { Trx } from '../../host.ts'
import type { HostReceipt } from '../../host-payments.ts'
import type { Link } from '../../postgres/links.ts'
import { underWay } from '../../postgres/under-way.ts'
import { driftKey } from '../exceptions/tasks.ts'
import type { Run } from '../outbound/run.ts'
import { agreedOf } from './agreed-of.ts'
import { paymentArrival } from './arrivals.ts'
import { creditLinksOf } from './credits.ts'
import { linkAgain, type Effects } from './effects.ts'
import { endOnBothSides } from './ended.ts'
import type { Incoming, LinksOfTheirs } from './incoming.ts'
import { documentLinks, judge, linksOf, type IncomingPayment } from './judge-payments.ts'
import { observe, type Observed } from './observe.ts'
import { moneyOf, paymentTask } from './tasks.ts'
import { applyCredits, takeOffCredits } from './write-credits.ts'
import { writeSteps } from './write-payments.ts'

const isPayment = (each: Incoming): each is IncomingPayment =>
  each.kind === 'change' && each.change.kind === 'payment'

/** Payments over there become what they are there: read together, judged together, written together. */
export async function applyPayments(
  run: Run,
  trx: Trx,
  all: readonly Incoming[],
  links: LinksOfTheirs,
  effects: Effects,
): Promise<void> {
  const payments = await withoutOwnUnderWay(run, trx, all.filter(isPayment), links)
  for (const each of payments.filter((one) => isKnown(one, links)))
    confirm(linksOf(links, each.change.externalId), run.engine.host.clock.now(), effects, each.change)
  const incoming = payments.filter((one) => !isKnown(one, links))
  if (incoming.length === 0) return
  const judged = await judge(run, trx, incoming, links)
  const { plans, credits, side, seen, receipts } = judged
  await takeOffCredits(run, trx, credits, links, effects)
  await endOnBothSides(run, trx, incoming, { links, receipts }, effects)
  const refused = await writeSteps(run, trx, plans, links, effects)
  const changes = incoming.map((each) => each.change)
  const unapplied = await applyCredits(run, trx, credits, changes, links, effects)
  for (const [at, each] of incoming.entries()) {
    const plan = plans[at]
    if (plan === undefined) continue
    const { externalId } = plan
    const own = credits.find((one) => one.externalId === externalId)
    const problems = [
      ...plan.problems,
      ...(refused.get(externalId) ?? []),
      ...(own?.problems ?? []),
      ...(unapplied.get(externalId) ?? []),
    ]
    const observed = follow(
      run,
      each,
      { ...plan, problems },
      own?.steps.length ?? 0,
      { links, receipts },
      effects,
    )
    agree(run, each, links, receipts, effects)
    const steps = plan.steps.filter((one) => one.kind !== 'record' || effects.recorded.has(one))
    const credit = (own?.steps ?? []).filter((one) => one.kind !== 'apply' || effects.credited.has(one))
    const told = { change: each.change, steps, credit, problems, observed }
    const around = { links, receipts, recorded: effects.recorded, documents: seen.documents, side }
    effects.arrivals.push(...paymentArrival(told, { ...around, credited: effects.credited }))
  }
}

/**
 * What we sent and never heard of comes back in a poll before the way out has found it: it bears our marker, and
 * has no link yet. It is left to the way out, since to people it would look like a second one.
 */
async function withoutOwnUnderWay(
  { connection }: Run,
  trx: Trx,
  payments: readonly IncomingPayment[],
  links: LinksOfTheirs,
): Promise<IncomingPayment[]> {
  const ownerOf = ({ change }: IncomingPayment) =>
    links.of('payment', change.externalId).length > 0 ? null : markedBy(change.payment?.marker ?? null)
  const entityIds = payments.flatMap((each) => ownerOf(each) ?? [])
  if (entityIds.length === 0) return [...payments]
  const { tenant } = connection
  const open = new Set(await underWay(trx, tenant, connection, { kinds: SENT_AS_PAYMENTS, entityIds }))
  return payments.filter((each) => !open.has(ownerOf(each) ?? ''))
}

const SENT_AS_PAYMENTS = ['record_payment', 'apply_credit'] as const

/** One keyed here that was changed over there: from now on that is what both agree on. */
function agree(
  { engine }: Run,
  { change }: IncomingPayment,
  links: LinksOfTheirs,
  receipts: ReadonlyMap<string, HostReceipt>,
  effects: Effects,
): void {
  if (change.state !== 'standing' || change.payment === null) return
  const { version } = change.payment
  const own = linksOf(links, change.externalId).filter(
    (each) => receipts.get(each.entityId)?.origin === 'here',
  )
  for (const link of [...own, ...creditLinksOf(links, change.externalId)]) {
    const isWritten = effects.links.some((each) => each.mappingId === link.mappingId)
    if (isWritten || isAsAgreed(change, link.snapshot as Intent | null)) continue
    const snapshot = agreedOn(change.payment)
    const status = 'verified' as const
    const verifiedAt = engine.host.clock.now()
    const moved = link.entityType === 'credit_allocation' ? { version } : {}
    effects.links.push(linkAgain(link, { ...moved, status, snapshot, differences: null, verifiedAt }))
    if (link.status === 'drift') effects.close.push(driftKey(link))
  }
}

/** Ours, and as both sides last agreed: told again, or touched without a change. */
const isKnown = ({ change, known }: IncomingPayment, links: LinksOfTheirs): boolean =>
  known === null &&
  [...linksOf(links, change.externalId), ...agreedCredit(links, change.externalId)].some((each) =>
    isAsAgreed(change, each.snapshot as Intent | null),
  )

const agreedCredit = (links: LinksOfTheirs, externalId: string): Link[] =>
  [agreedOf(links.of('payment', externalId))].flatMap((each) => each ?? [])

/** What is left of a payment once it is recorded as far as it can be. */
function follow(
  { connection, engine }: Run,
  incoming: IncomingPayment,
  { externalId, steps, problems }: PaymentPlan,
  credits: number,
  { links, receipts }: { links: LinksOfTheirs; receipts: ReadonlyMap<string, HostReceipt> },
  effects: Effects,
): Observed {
  const { change } = incoming
  const own = linksOf(links, externalId)
  // Of one that was deleted there only what is recorded of it still says.
  const [recorded] = own.flatMap((each) => receipts.get(each.entityId) ?? [])
  const money = moneyOf(problems, change.payment?.currency ?? recorded?.currency ?? null)
  if (steps.length + credits === 0 && problems.length === 0) confirm(own, engine.host.clock.now(), effects)
  const isLinked = own.length > 0 || creditLinksOf(links, externalId).length > 0
  const isForeign = !isLinked && isOfNobody(incoming, links)
  const kept =
    problems.length === 0 || isForeign
      ? null
      : {
          problems,
          money,
          task: { ...paymentTask(connection, change, problems), money },
        }
  return observe(connection, effects, incoming, kept)
}

/** It came back as we sent it, or was made what we meant since. */
function confirm(
  links: readonly Link[],
  verifiedAt: Date,
  effects: Effects,
  change: PaymentChange | null = null,
): void {
  const isMended = ({ status, snapshot }: Link) =>
    status === 'drift' && change !== null && isAsAgreed(change, snapshot as Intent | null)
  for (const each of links.filter((one) => one.status === 'sent' || isMended(one))) {
    effects.counts.verified += 1
    effects.links.push(linkAgain(each, { status: 'verified', differences: null, verifiedAt }))
    if (each.status === 'drift') effects.close.push(driftKey(each))
  }
}

/**
 * Of a customer that no client was linked to when it changed, on documents that are none of ours: theirs alone,
 * whenever it is told. What somebody was asked about was somebody's then, whatever its client is linked to since.
 */
function isOfNobody({ change, known }: IncomingPayment, links: LinksOfTheirs): boolean {
  if (documentLinks(change, links).length > 0) return false
  const client = links.one('customer', change.payment?.customerId ?? '', 'client')
  const isOlder = ({ metadata, createdAt }: Link) =>
    change.changedAt !== null &&
    Date.parse(change.changedAt) <
      Date.parse((metadata['toldUpTo'] as string | null | undefined) ?? createdAt)
  return client === undefined || (known === null && isOlder(client))
}
