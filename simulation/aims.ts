import type { FaultName, Rates, Rule } from '@tieout/qbo-sandbox'
import { faultsOf, matchesFor } from './cells.ts'
import type { CallKind } from './machine/calls.ts'
import type { Chance } from './machine/chance.ts'
import type { Plan, Scripted } from './plan.ts'

/**
 * What chance alone would hardly ever bring about: a kind of call that few people cause, and a fault in the very
 * moment. One seed in three has such a kind for its subject: people cause it again and again, beside all else that
 * they do, and a few faults strike often.
 */
interface Aim {
  kind: CallKind
  /** Within a round, by its minute; what stands in one minute travels together. */
  acts: readonly (readonly [minute: number, act: string])[]
  /** What it takes to come to it. */
  after?: Rates
  /** Of how few such calls a seed comes to: so many times as often as others it is the subject. */
  share?: number
  /** Faults that can meet it, and hardly ever do: every other seed has them. */
  seldom?: readonly FaultName[]
}

const AIMS: readonly Aim[] = [
  {
    kind: 'create_customer',
    acts: [
      [0, 'bill-newcomer'],
      [3, 'bill-newcomer'],
    ],
  },
  {
    kind: 'change_invoice',
    acts: [
      [0, 'bill'],
      [2, 'keeper-doubles-latest'],
      [4, 'sync-now'],
      [6, 'write-again'],
      [6, 'bill-three'],
      [9, 'write-again'],
    ],
  },
  {
    kind: 'export_credit_memo',
    acts: [
      [0, 'bill-three'],
      [3, 'credit-note'],
      [3, 'credit-note'],
      [6, 'credit-note'],
    ],
  },
  {
    kind: 'void_payment',
    share: 2,
    seldom: ['closed-period', 'batch-reordered', 'batch-missing'],
    acts: [
      [0, 'bill-and-pay-six'],
      [4, 'take-back-six'],
      [4, 'bill-and-pay'],
      [7, 'take-back-latest'],
    ],
  },
  {
    kind: 'record_payment',
    seldom: ['inactive-reference'],
    acts: [
      [0, 'bill-three'],
      [0, 'bill-second'],
      [2, 'keeper-squares'],
      [3, 'pay-latest'],
      [3, 'pay-latest'],
      [5, 'keeper-squares'],
      [6, 'card-latest'],
    ],
  },
  {
    kind: 'apply_credit',
    share: 2,
    seldom: ['inactive-reference'],
    acts: [
      [0, 'bill-three'],
      [1, 'credit-latest-whole'],
      [3, 'keeper-squares'],
      [4, 'apply-a-bit-to-each'],
      [5, 'bill-second'],
      [6, 'credit-latest-whole'],
      [8, 'apply-latest'],
    ],
  },
  {
    kind: 'take_off',
    share: 4,
    seldom: ['throttled', 'consent-revoked', 'batch-reordered', 'batch-missing'],
    acts: [
      [0, 'bill-three'],
      [0, 'bill-three'],
      [1, 'credit-latest-whole'],
      [3, 'apply-a-bit-to-each'],
      [5, 'unapply-six'],
      [7, 'apply-latest'],
      [9, 'unapply-latest'],
    ],
  },
  {
    kind: 'void_invoice',
    share: 4,
    seldom: ['batch-reordered', 'batch-missing'],
    acts: [
      [0, 'bill-three'],
      [0, 'bill-three'],
      [3, 'void-six'],
      [4, 'bill'],
      [5, 'credit-latest'],
      [7, 'void-latest-note'],
      [8, 'void-latest'],
    ],
  },
  { kind: 'look_up', acts: [[0, 'bill-and-pay']], after: { 'lost-after': 0.4 } },
  {
    kind: 'read',
    acts: [
      [0, 'bill-and-pay'],
      [2, 'keeper-touches-payment'],
      [3, 'sync-now'],
    ],
    after: { 'changes-truncated': 0.6 },
  },
]

const ROUND = 11
const ROUNDS = 3

/** What ends all work until somebody mends it comes about once or twice, and not with every call. */
const SELDOM: Partial<Record<FaultName, number>> = {
  'consent-revoked': 0.15,
  'closed-period': 0.15,
  hang: 0.15,
}

/** What an aimed seed has instead of what is drawn for others. */
export function aimed(plan: Plan, chance: Chance): Plan {
  const {
    kind,
    acts,
    after = {},
    seldom = [],
  } = chance.pick(AIMS.flatMap((each) => Array.from({ length: each.share ?? 1 }, () => each)))
  const wanted = seldom.filter(() => chance.happens(0.5))
  // Where more goes wrong beside it, what can hardly meet does not come to it.
  const isAlone = wanted.length > 0 && chance.happens(0.5)
  const own = isAlone ? 'none' : chance.pick(['death', 'freeze', 'overtaken', 'none'] as const)
  const others = isAlone ? [] : chance.shuffled(faultsOf(kind))
  return {
    ...plan,
    ...(kind === 'create_customer' ? { createCustomers: [true, true, true] } : {}),
    ...(own === 'none' ? {} : { [own]: own === 'overtaken' ? 0.3 : 0.006 }),
    aim: kind,
    acts: Math.min(plan.acts, 10),
    service: after,
    armed: unique([...wanted, ...others])
      .slice(0, 6)
      .flatMap((fault) => rulesFor(fault, kind, chance)),
    script: Array.from({ length: ROUNDS }, (_, round) => scripted(acts, 2 + round * ROUND)).flat(),
  }
}

const unique = (names: readonly FaultName[]): FaultName[] => [...new Set(names)]

function rulesFor(fault: FaultName, kind: CallKind, chance: Chance): Rule[] {
  const rate = SELDOM[fault] ?? chance.pick([0.2, 0.35, 0.5])
  return matchesFor(kind).map((match) => ({ fault, match, rate }))
}

const scripted = (acts: Aim['acts'], from: number): Scripted[] => [
  ...acts.map(([minute, act]) => ({ minute: from + minute, act })),
  { minute: from + ROUND - 1, act: 'connect-again' },
]
