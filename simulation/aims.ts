import type { FaultName, Rates } from '@tieout/qbo-sandbox'
import type { CallKind } from './machine/calls.ts'
import type { Chance } from './machine/chance.ts'
import type { Plan, Scripted } from './plan.ts'

/**
 * What chance alone would hardly ever bring about: a kind of call that few people cause, and a fault in the very
 * moment. One seed in four has such a kind for its subject: people cause it again and again, beside all else that
 * they do, and a few faults strike often.
 */
interface Aim {
  kind: CallKind
  /** Within a round, by its minute; what stands in one minute travels together. */
  acts: readonly (readonly [minute: number, act: string])[]
  /** What it takes to come to it. */
  after?: Rates
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
    acts: [
      [0, 'bill-and-pay'],
      [0, 'bill-and-pay'],
      [3, 'take-back-latest'],
      [3, 'bill-and-pay'],
      [6, 'take-back-latest'],
    ],
  },
  {
    kind: 'record_payment',
    acts: [
      [0, 'bill-three'],
      [3, 'pay-latest'],
      [3, 'pay'],
      [6, 'card-latest'],
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
  {
    kind: 'facts',
    acts: [
      [0, 'refresh-company'],
      [3, 'refresh-company'],
    ],
  },
]

const ROUND = 11
const ROUNDS = 3

/** What ends all work until somebody mends it comes about once or twice, and not with every call. */
const SELDOM: Partial<Record<FaultName, number>> = {
  'consent-revoked': 0.04,
  'closed-period': 0.15,
  hang: 0.15,
}

/** What an aimed seed has beyond what is drawn for it. */
export function aimed(plan: Plan, chance: Chance, names: readonly FaultName[]): Plan {
  const { kind, acts, after = {} } = chance.pick(AIMS)
  const struck = chance.shuffled(names).slice(0, 3)
  const rates = struck.map((name) => [name, SELDOM[name] ?? chance.pick([0.2, 0.35, 0.5])] as const)
  const own = chance.pick(['death', 'freeze', 'overtaken', 'database', 'none'] as const)
  return {
    ...plan,
    ...(kind === 'create_customer' ? { createCustomers: [true, true, true] } : {}),
    ...(own === 'none' ? {} : { [own]: own === 'overtaken' ? 0.3 : 0.02 }),
    acts: Math.min(plan.acts, 12),
    service: { ...Object.fromEntries(rates), ...after },
    script: Array.from({ length: ROUNDS }, (_, round) => scripted(acts, 2 + round * ROUND)).flat(),
  }
}

const scripted = (acts: Aim['acts'], from: number): Scripted[] => [
  ...acts.map(([minute, act]) => ({ minute: from + minute, act })),
  { minute: from + ROUND - 1, act: 'connect-again' },
]
