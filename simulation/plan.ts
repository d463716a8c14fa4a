import { FAULT_NAMES, type FaultName, type Rates, type Rule } from '@tieout/qbo-sandbox'
import { aimed } from './aims.ts'
import type { CallKind } from './machine/calls.ts'
import { chanceOf, type Chance } from './machine/chance.ts'

/** Everything that a seed is: plain data, so that it can be kept, made smaller and run again. */
export interface Plan {
  seed: number
  tenants: number
  workers: number
  /** Whether a client who is not linked may be created as a customer, tenant by tenant. */
  createCustomers: readonly boolean[]
  /** So long things go wrong, in virtual minutes. */
  minutes: number
  /** How many things people do in that time, on both sides. */
  acts: number
  /** Those acts alone, by their place; left out: all of them. */
  onlyActs?: readonly number[]
  /** What is done at a given time, beside whatever chance has people do. */
  script?: readonly Scripted[]
  /** So long after the beginning, in hours: over a leap day, or a change of clocks. */
  startsAfterHours: number
  /** The service's own faults: the share of calls that meet each. */
  service: Rates
  /** Others of them, for certain calls alone. */
  armed?: readonly Rule[]
  /** Deaths and frozen processes come about at calls of this kind above all. */
  aim?: CallKind
  /** The share of writes that arrive up to two minutes after nobody waited any more. */
  overtaken: number
  /** The chance at each point: before and after each call, before and after each commit. */
  death: number
  freeze: number
  /** The chance at each commit of an error of the database. */
  database: number
  jobTwice: number
  jobLate: number
  /** Clocks of processes go wrong by so many minutes at most. */
  skewMinutes: number
  /** So often a clock jumps by an hour. */
  jumps: number
  /** Ids of requests are forgotten by the service after so many others; null: never. */
  forgetAfterRequests: number | null
  /** Death at these points, counted from the first. */
  dieAt: readonly number[]
}

/** One act, by its name, so many virtual minutes after the beginning, in the first company or in the one that is said. */
export interface Scripted {
  minute: number
  act: string
  tenant?: number
}

/** Nothing goes wrong. */
export const CALM = {
  service: {},
  overtaken: 0,
  death: 0,
  freeze: 0,
  database: 0,
  jobTwice: 0,
  jobLate: 0,
  skewMinutes: 0,
  jumps: 0,
  forgetAfterRequests: null,
  dieAt: [],
} satisfies Partial<Plan>

export function drawnPlan(seed: number): Plan {
  const aims = chanceOf(seed, 'aim')
  return oneAtATime(aims.happens(AIMED) ? aimed(anyPlan(seed), aims) : anyPlan(seed))
}

/**
 * Against a service that forgets request ids nothing helps but time: what nobody has heard of for so long will not
 * come any more. That holds as long as clocks are right and no process stands still with a call in its hand, so a seed
 * has the one or the other.
 */
function oneAtATime(plan: Plan): Plan {
  const { 'request-id-ignored': ignored, ...others } = plan.service
  const armed = plan.armed?.filter(({ fault }) => fault !== 'request-id-ignored')
  const isForgetful =
    plan.forgetAfterRequests !== null || ignored !== undefined || armed?.length !== plan.armed?.length
  if (!isForgetful) return plan
  // What a seed has for its subject stays.
  if (plan.aim === undefined || plan.freeze === 0) return { ...plan, freeze: 0, skewMinutes: 0, jumps: 0 }
  return { ...plan, service: others, ...(armed === undefined ? {} : { armed }), forgetAfterRequests: null }
}

/** The share of seeds that have one kind of call for their subject. */
const AIMED = 1 / 3

/** Without such a subject. */
export function anyPlan(seed: number): Plan {
  const chance = chanceOf(seed, 'plan')
  const sometimes = <T>(probability: number, value: () => T, otherwise: T): T =>
    chance.happens(probability) ? value() : otherwise
  return {
    seed,
    tenants: sometimes(0.2, () => 3, 2),
    workers: sometimes(0.4, () => 3, 2),
    createCustomers: [chance.happens(0.3), chance.happens(0.3), chance.happens(0.3)],
    minutes: chance.between(35, 100),
    acts: chance.between(12, 26),
    startsAfterHours: sometimes(0.35, () => chance.between(1, 15 * 24), 0),
    service: drawnRates(chance),
    overtaken: sometimes(0.35, () => 0.03 + 0.2 * chance.next(), 0),
    death: sometimes(0.6, () => 0.002 + 0.012 * chance.next(), 0),
    freeze: sometimes(0.35, () => 0.001 + 0.006 * chance.next(), 0),
    database: sometimes(0.5, () => 0.002 + 0.02 * chance.next(), 0),
    jobTwice: sometimes(0.4, () => 0.3 * chance.next(), 0),
    jobLate: sometimes(0.3, () => 0.2 * chance.next(), 0),
    skewMinutes: sometimes(0.3, () => 10, 0),
    jumps: sometimes(0.2, () => chance.between(1, 2), 0),
    forgetAfterRequests: sometimes(0.2, () => chance.between(1, 5), null),
    dieAt: [],
  }
}

/** What would stop all work from then on, or change much, is rarer than what only disturbs. */
const RARE: Partial<Record<FaultName, number>> = {
  'consent-revoked': 0.006,
  'closed-period': 0.03,
  'inactive-reference': 0.05,
  'bookkeeper-at-work': 0.06,
  poison: 0.05,
  'old-cursor': 0.05,
  hang: 0.06,
}

/** Some of them, so that each has room to do its work, each at a rate of its own. */
function drawnRates(chance: Chance): Rates {
  const drawn = chance.shuffled(FAULT_NAMES).slice(0, chance.between(3, 10))
  return Object.fromEntries(
    drawn.map((name) => [name, round((RARE[name] ?? 0.25) * (0.15 + 0.85 * chance.next()))]),
  )
}

const round = (share: number) => Math.round(share * 10_000) / 10_000
