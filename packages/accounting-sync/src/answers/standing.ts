import type { HealthView } from '../contract/health.ts'
import type { Money } from '../contract/shapes.ts'
import type { WaitReason } from '../core/operation.ts'
import type { SyncSettings } from '../engine/settings.ts'
import type { Connection } from '../postgres/connection.ts'
import type { ExpiredTotal, LedgerTotal, OpenWork, Received } from '../postgres/health.ts'

/** What was read, as people are told it. Nothing is asked here. */

type Standing = Pick<HealthView, 'agreeing' | 'documents' | 'drifted' | 'accepted'>

/** What is over there: as meant, and otherwise. What was voided is neither. */
export function ledgerOf(totals: readonly LedgerTotal[]): Standing {
  const agree = totals.filter((each) => each.status === 'sent' || each.status === 'verified')
  const differ = totals.filter((each) => each.status === 'drift')
  const counted = (some: readonly LedgerTotal[]) => some.reduce((sum, each) => sum + each.documents, 0)
  return {
    agreeing: { documents: counted(agree), money: summed(agree) },
    documents: counted(agree) + counted(differ),
    drifted: apart(differ.filter((each) => !each.accepted)),
    accepted: apart(differ.filter((each) => each.accepted)),
  }
}

const apart = (some: readonly LedgerTotal[]): Standing['drifted'] => ({
  documents: some.reduce((sum, each) => sum + each.documents, 0),
  money: summed(some.map((each) => ({ ...each, amountMinor: each.apartMinor }))),
})

export const receivedOf = (received: readonly Received[]): HealthView['received'] => ({
  payments: received.reduce((sum, each) => sum + each.payments, 0),
  money: summed(received),
})

export const expiredOf = (expired: readonly ExpiredTotal[]): HealthView['expired'] => ({
  documents: expired.reduce((sum, each) => sum + each.documents, 0),
  money: summed(expired),
})

/** Nobody but a person brings these on. */
const NEEDS_A_PERSON: ReadonlySet<WaitReason | null> = new Set(['unmapped', 'closed_period'])

const needsAPerson = ({ status, waitReason }: OpenWork): boolean =>
  status === 'failed' || (status === 'pending' && NEEDS_A_PERSON.has(waitReason))

export function attentionOf(work: readonly OpenWork[]): HealthView['attention'] {
  const needed = work.filter(needsAPerson)
  return { operations: operationsIn(needed), money: summed(needed) }
}

const reasonOf = ({ status, waitReason }: OpenWork): string => {
  if (status === 'failed') return 'failed'
  return status === 'in_progress' ? 'sending' : (waitReason ?? 'due')
}

/** One line for each reason, the longest waiting first. */
export function waitingOf(work: readonly OpenWork[]): HealthView['waiting'] {
  const byReason = Map.groupBy(work, reasonOf)
  return [...byReason]
    .map(([reason, some]) => ({
      reason,
      operations: operationsIn(some),
      money: summed(some),
      oldestAt: some.map((each) => each.oldestAt).toSorted()[0] ?? '',
    }))
    .toSorted(
      (one, other) => one.oldestAt.localeCompare(other.oldestAt) || one.reason.localeCompare(other.reason),
    )
}

const operationsIn = (work: readonly OpenWork[]) => work.reduce((sum, each) => sum + each.operations, 0)

/** By currency; a sum of nothing is left out. */
function summed(some: readonly { currency: string | null; amountMinor: number }[]): Money[] {
  const sums = new Map<string, number>()
  for (const { currency, amountMinor } of some) {
    if (currency !== null) sums.set(currency, (sums.get(currency) ?? 0) + amountMinor)
  }
  return [...sums]
    .map(([currency, amountMinor]) => ({ currency, amountMinor }))
    .filter((each) => each.amountMinor !== 0)
    .toSorted((one, other) => one.currency.localeCompare(other.currency))
}

interface Judged {
  connection: Pick<Connection, 'status' | 'pausedAt' | 'downUntil'>
  settings: Pick<SyncSettings, 'autoSync' | 'goLiveDate'>
  work: readonly OpenWork[]
  attention: HealthView['attention']
  ledger: Pick<Standing, 'drifted'>
  received: Pick<HealthView['received'], 'payments'>
  now: Date
}

/** The one thing to say first: what stops everything, then what needs a person, then what goes by itself. */
export function verdictOf({
  connection,
  settings,
  work,
  attention,
  ledger,
  received,
  now,
}: Judged): HealthView['verdict'] {
  if (connection.status !== 'connected') return 'expired'
  if (connection.pausedAt !== null) return 'paused'
  if (connection.downUntil !== null && Date.parse(connection.downUntil) > now.getTime()) return 'service_down'
  if (attention.operations + ledger.drifted.documents + received.payments > 0) return 'attention'
  if (!settings.autoSync || settings.goLiveDate === null) return 'not_live'
  return work.length > 0 ? 'busy' : 'agrees'
}
