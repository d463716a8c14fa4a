import { keyOf, type Company, type CompanyChange } from '../company/state.ts'
import type { OAuthWorld } from '../oauth/world.ts'
import type { Clock } from '../ports.ts'
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

/** Same seed, same calls: same faults. With nothing armed a call costs one comparison. */
export function createChaos({ seed, clock, company: companyOf, oauth }: ChaosOptions): Chaos {
  let state: ChaosState = { dice: newDice(seed), rules: [], made: 0, rates: {}, counts: {} }
  let random = throwing(state.dice)
  let names = armedNames(state)
  let holding: { realmId: string; until: number } | undefined

  const look = () => {
    names = armedNames(state)
  }
  const chaos: Chaos = {
    interfere(call) {
      holding = undefined
      if (names.length === 0) return undefined
      const all: Interference = {}
      for (const name of names) {
        if (all.instead !== undefined || !FAULTS[name].can(call)) continue
        const chosen = choose(name, call)
        if (chosen === undefined) continue
        const done = FAULTS[name].strike(strikeOf(name, call, chosen.params))
        if (done === undefined) continue
        spend(chosen.rule)
        count(state.counts, name, call.what)
        join(all, done)
      }
      if (holding !== undefined) letGo(all)
      return all
    },
    arm(rule) {
      state.made += 1
      const id = `f${state.made}`
      state.rules.push(armed(rule, id))
      look()
      return id
    },
    disarm(id) {
      const before = state.rules.length
      state.rules = state.rules.filter((each) => each.id !== id)
      look()
      return state.rules.length < before
    },
    calm() {
      state.rules = []
      state.rates = {}
      look()
    },
    rules: () => state.rules,
    rates(others) {
      if (others !== undefined) state.rates = { ...others }
      look()
      return state.rates
    },
    counts: () => state.counts,
    work: (company, act) => bookkeeper(company, random, clock.now(), act),
    heard(company, changes) {
      if (holding === undefined || company.realmId !== holding.realmId) return
      forgetPast(company.lateUntil, clock.now())
      for (const { kind, id } of changes) company.lateUntil.set(keyOf(kind, id), holding.until)
    },
    reseed(other) {
      Object.assign(state.dice, newDice(other))
    },
    toJSON: () => structuredClone(state),
    restore(saved) {
      state = structuredClone(saved)
      random = throwing(state.dice)
      look()
    },
  }

  /** By a rule that is due, or by the rate; every rule that fits counts the call. */
  function choose(name: FaultName, call: Call): { params: Params; rule?: ArmedRule } | undefined {
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

  function spend(rule: ArmedRule | undefined): void {
    if (rule === undefined || rule.left === null) return
    rule.left -= 1
    if (rule.left <= 0) chaos.disarm(rule.id)
  }

  const strikeOf = (fault: FaultName, call: Call, params: Params): Strike => ({
    call,
    params,
    random,
    now: clock.now(),
    company: companyOf(call.realmId),
    oauth,
    holdBack(milliseconds) {
      holding = { realmId: call.realmId, until: clock.now() + milliseconds }
    },
    again(times, same) {
      chaos.arm({ fault, match: { realmId: call.realmId }, times, params: same })
    },
  })

  /** Only what this call changes is held back. */
  function letGo(all: Interference): void {
    if (all.instead === undefined) {
      join(all, {
        afterwards(response) {
          holding = undefined
          return response
        },
      })
    } else holding = undefined
  }

  return chaos
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
