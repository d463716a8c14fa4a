import { keyOf, type Company, type CompanyChange } from '../company/state.ts'
import type { OAuthWorld } from '../oauth/world.ts'
import type { Clock, Random } from '../ports.ts'
import type { WireResponse } from '../wire/messages.ts'
import { bookkeeper } from './bookkeeper/bookkeeper.ts'
import { newDice, throwing, type Dice } from './dice.ts'
import type { Params, Strike } from './fault-kind.ts'
import { FAULTS, FAULT_NAMES, type FaultName } from './faults.ts'
import type { Call, Interfere, Interference } from './interference.ts'
import { armed, fits, type ArmedRule, type Rule } from './rules.ts'

/** The share of calls that meet a fault, of those that can: from 0 to 1. */
export type Rates = Partial<Record<FaultName, number>>
/** How often a fault struck which call. */
export type Counts = Partial<Record<FaultName, Record<string, number>>>

/** Everything chaos remembers, as plain data. */
export interface ChaosState {
  dice: Dice
  rules: ArmedRule[]
  /** Rules there ever were. */
  made: number
  rates: Rates
  counts: Counts
}

export interface ChaosOptions {
  seed: number
  clock: Clock
  company(realmId: string): Company | undefined
  oauth: OAuthWorld
}

export interface Chaos {
  interfere: Interfere
  /** Arms a rule and answers its id. */
  arm(rule: Rule): string
  disarm(id: string): boolean
  /** All rules and rates; counts stay. */
  calm(): void
  /** Whether any call at all may meet something. */
  isArmed(): boolean
  rules(): readonly ArmedRule[]
  /** The rates, after replacing them by others when some are given. */
  rates(others?: Rates): Rates
  counts(): Counts
  /** Lets the bookkeeper do something now, drawn or named; answers what was done in words. */
  work(company: Company, act?: string): string
  /** A company changed; while a call is held back, what it changed stays unseen. */
  heard(company: Company, changes: readonly CompanyChange[]): void
  /** Begins anew from a seed what is left to chance. */
  reseed(seed: number): void
  toJSON(): ChaosState
  restore(state: ChaosState): void
}

/** What one chaos has in mind: its state, and what follows from it. */
interface Mind extends ChaosOptions {
  state: ChaosState
  random: Random
  /** The faults that some rule or rate calls for. */
  names: readonly FaultName[]
  /** While a call is held back: whose changes stay unseen, and until when. */
  holding?: { realmId: string; until: number }
}

/** Same seed, same calls: same faults. With nothing armed a call costs one comparison. */
export function createChaos(options: ChaosOptions): Chaos {
  const mind: Mind = { ...options, ...minded(emptyState(options.seed)) }
  const look = () => {
    mind.names = armedNames(mind.state)
  }
  return {
    interfere: (call) => interfere(mind, call),
    arm: (rule) => arm(mind, rule),
    disarm: (id) => disarm(mind, id),
    calm() {
      mind.state.rules = []
      mind.state.rates = {}
      look()
    },
    isArmed: () => mind.names.length > 0,
    rules: () => mind.state.rules,
    rates(others) {
      if (others !== undefined) mind.state.rates = { ...others }
      look()
      return mind.state.rates
    },
    counts: () => mind.state.counts,
    work: (company, act) => bookkeeper(company, mind.random, mind.clock.now(), act),
    heard(company, changes) {
      const { holding, clock } = mind
      if (holding === undefined || company.realmId !== holding.realmId) return
      forgetPast(company.lateUntil, clock.now())
      for (const { kind, id } of changes) company.lateUntil.set(keyOf(kind, id), holding.until)
    },
    reseed: (seed) => Object.assign(mind.state.dice, newDice(seed)),
    toJSON: () => structuredClone(mind.state),
    restore: (saved) => Object.assign(mind, minded(structuredClone(saved))),
  }
}

const emptyState = (seed: number): ChaosState => ({
  dice: newDice(seed),
  rules: [],
  made: 0,
  rates: {},
  counts: {},
})

const minded = (state: ChaosState) => ({
  state,
  random: throwing(state.dice),
  names: armedNames(state),
  holding: undefined,
})

function arm(mind: Mind, rule: Rule): string {
  const { state } = mind
  state.made += 1
  const id = `f${state.made}`
  state.rules.push(armed(rule, id))
  mind.names = armedNames(state)
  return id
}

function disarm(mind: Mind, id: string): boolean {
  const { rules } = mind.state
  mind.state.rules = rules.filter((each) => each.id !== id)
  mind.names = armedNames(mind.state)
  return mind.state.rules.length < rules.length
}

function interfere(mind: Mind, call: Call): Interference | undefined {
  if (mind.names.length === 0) return undefined
  const all: Interference = {}
  for (const name of mind.names) {
    if (all.instead !== undefined || !FAULTS[name].can(call)) continue
    const chosen = choose(mind, name, call)
    if (chosen === undefined) continue
    const done = FAULTS[name].strike(strikeOf(mind, name, call, chosen.params))
    if (done === undefined) continue
    spend(mind, chosen.rule)
    count(mind.state.counts, name, call.what)
    join(all, done)
  }
  letGo(mind, all)
  return all
}

/** By a rule that is due, or by the rate; every rule that fits counts the call. */
function choose(
  { state, random }: Mind,
  name: FaultName,
  call: Call,
): { params: Params; rule?: ArmedRule } | undefined {
  let chosen: ArmedRule | undefined
  for (const rule of state.rules) {
    if (rule.fault !== name || !fits(rule.match ?? {}, call)) continue
    rule.seen += 1
    const isDue = rule.match?.nth === undefined || rule.match.nth === rule.seen
    const drawn = rule.rate === undefined || random.next() < rule.rate
    if (isDue && drawn) chosen ??= rule
  }
  const rate = state.rates[name]
  const drawn = rate !== undefined && random.next() < rate
  if (chosen !== undefined) return { params: { ...FAULTS[name].usual, ...chosen.params }, rule: chosen }
  return drawn ? { params: {} } : undefined
}

function spend(mind: Mind, rule: ArmedRule | undefined): void {
  if (rule === undefined || rule.left === null) return
  rule.left -= 1
  if (rule.left <= 0) disarm(mind, rule.id)
}

function strikeOf(mind: Mind, fault: FaultName, call: Call, params: Params): Strike {
  const { random, clock, oauth } = mind
  const { realmId } = call
  const now = clock.now()
  return {
    call,
    params,
    random,
    now,
    company: mind.company(realmId),
    oauth,
    holdBack(milliseconds) {
      mind.holding = { realmId, until: now + milliseconds }
    },
    again(times, same) {
      arm(mind, { fault, match: { realmId }, times, params: same })
    },
  }
}

/** Only what this one call changes is held back. */
function letGo(mind: Mind, all: Interference): void {
  if (mind.holding === undefined) return
  if (all.instead !== undefined) {
    mind.holding = undefined
    return
  }
  join(all, {
    afterwards(response) {
      mind.holding = undefined
      return response
    },
  })
}

function armedNames({ rules, rates }: ChaosState): readonly FaultName[] {
  const inUse = new Set<string>(rules.map((each) => each.fault))
  return FAULT_NAMES.filter((name) => inUse.has(name) || (rates[name] ?? 0) > 0)
}

function count(counts: Counts, name: FaultName, what: string): void {
  const own = (counts[name] ??= {})
  own[what] = (own[what] ?? 0) + 1
}

/** Adds one interference to what was decided before. */
function join(all: Interference, more: Interference): void {
  if (more.instead !== undefined) all.instead = more.instead
  if (more.forgetRequestId === true) all.forgetRequestId = true
  const { afterwards: first } = all
  const { afterwards: next } = more
  if (next === undefined) return
  all.afterwards = (response: WireResponse) => next(first?.(response) ?? response)
}

/** Those that were set first are the likeliest to be over. */
function forgetPast(lateUntil: Map<string, number>, now: number): void {
  for (const [key, until] of lateUntil) {
    if (until > now) return
    lateUntil.delete(key)
  }
}
