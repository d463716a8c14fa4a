import type { Plan } from '../plan.ts'
import { CALL_KINDS, type CallKind, type SeenCall } from './calls.ts'
import type { Chance } from './chance.ts'
import { NO_BLOW, type Blow, type GateWatch } from './gate.ts'
import type { Scheduler } from './scheduler.ts'
import type { WireWatch } from './wire.ts'

/** Where something can strike. */
export type Place = 'before call' | 'after call' | 'before commit' | 'after commit'

export interface Point {
  /** Counted from 1, over all processes. */
  number: number
  /** Virtual. */
  time: number
  place: Place
  process: string
  /** The call, or what the transaction wrote; empty when it only read. */
  what: string
}

/** What strikes beside the service's own faults. */
export type OwnFault =
  | 'death-before-call'
  | 'death-after-call'
  | 'death-before-commit'
  | 'death-after-commit'
  | 'freeze'
  | 'serialization-failure'
  | 'deadlock'
  | 'backend-terminated'
  | 'commit-unknown'
  | 'overtaken'
  | 'job-twice'
  | 'job-late'
  | 'clock-skewed'
  | 'clock-jump'

/** Says what strikes at each point, and counts what did. */
export interface Strikes {
  /** Of one process, while it lives. */
  watch(
    victim: Victim,
  ): Pick<GateWatch, 'beforeCommit' | 'afterCommit'> & Pick<WireWatch, 'beforeCall' | 'afterCall' | 'met'>
  count(fault: string, kind: string): void
  /** How often each fault met each kind of operation, as `fault kind`. */
  reached: ReadonlyMap<string, number>
  points(): number
  heal(): void
}

export interface Victim {
  name: string
  freeze(milliseconds: number): void
  die(): void
  /** What the open transaction, or the last one, wrote. */
  wrote(): string
}

export interface StrikesParts {
  plan: Plan
  chance: Chance
  clock: Pick<Scheduler, 'now'>
  tell(who: string, what: string): void
  onPoint(point: Point): void
}

export function createStrikes({ plan, chance, clock, tell, onPoint }: StrikesParts): Strikes {
  const state = { points: 0, healed: false }
  const reached = new Map<string, number>()
  const deaths = chance.fork('deaths')
  const freezes = chance.fork('freezes')
  const errors = chance.fork('errors')
  const dieAt = new Set(plan.dieAt)
  const count = (fault: string, kind: string) => {
    const cell = `${fault} ${kind}`
    reached.set(cell, (reached.get(cell) ?? 0) + 1)
  }
  const passes = (place: Place, victim: Victim, kinds: readonly string[], what: string): Blow => {
    state.points += 1
    onPoint({ number: state.points, time: clock.now(), place, process: victim.name, what })
    const usually = (rate: number) =>
      rate > 0 && kinds.some((each) => each === plan.aim) ? Math.max(rate, AT_ITS_AIM) : rate
    if (!state.healed && deaths.happens(usually(plan.death))) dieAt.add(state.points)
    if (dieAt.has(state.points)) {
      for (const kind of kinds) count(`death-${place.replace(' ', '-')}`, kind)
      tell(victim.name, `dies ${place}: ${what}`)
      victim.die()
      return { kind: 'death' }
    }
    if (!state.healed && freezes.happens(usually(plan.freeze))) {
      const seconds = freezes.between(60, 1200)
      for (const kind of kinds) count('freeze', kind)
      tell(victim.name, `is frozen for ${seconds} s ${place}: ${what}`)
      victim.freeze(seconds * 1000)
    }
    return NO_BLOW
  }
  const error = (victim: Victim, what: string, stage: string, chosen: DatabaseError): Blow => {
    count(chosen.fault, stage)
    tell(victim.name, `meets an error of the database (${chosen.fault}): ${what}`)
    return { kind: 'error', error: injected(chosen) }
  }
  return {
    watch: (victim) => ({
      beforeCall(call) {
        for (const kind of kindsOf(call)) count('seen', kind)
        return passes('before call', victim, kindsOf(call), call.says)
      },
      afterCall: (call, status) => passes('after call', victim, kindsOf(call), `${call.says} → ${status}`),
      met(call, faults) {
        for (const fault of faults) for (const kind of kindsOf(call)) count(fault, kind)
        if (faults.length > 0) tell('service', `${faults.join(', ')} on ${call.says}`)
      },
      beforeCommit() {
        const what = victim.wrote()
        count('seen', stageOf(what))
        const blow = passes('before commit', victim, [stageOf(what)], what)
        if (blow.kind !== 'none' || state.healed || !errors.happens(plan.database / 2)) return blow
        return error(victim, what, stageOf(what), errors.pick(BEFORE_COMMIT))
      },
      afterCommit() {
        const what = victim.wrote()
        const blow = passes('after commit', victim, [stageOf(what)], what)
        if (blow.kind !== 'none' || state.healed || !errors.happens(plan.database / 2)) return blow
        return error(victim, what, stageOf(what), COMMIT_UNKNOWN)
      },
    }),
    count,
    reached,
    points: () => state.points,
    heal() {
      state.healed = true
    },
  }
}

/** So often at calls that a seed has for its subject. */
const AT_ITS_AIM = 0.15

const kindsOf = ({ kinds }: SeenCall): CallKind[] => CALL_KINDS.filter((each) => kinds.includes(each))

/** What a transaction is for, told by the tables that it writes: the other rows of the table of cells. */
export const STAGES = [
  'reads',
  'queue',
  'tokens',
  'lease',
  'freeze',
  'settle',
  'apply',
  'books',
  'seal',
  'other',
] as const
export type Stage = (typeof STAGES)[number]

export function stageOf(wrote: string): Stage {
  if (wrote === '') return 'reads'
  const has = (table: string) => wrote.includes(table)
  if (has('payments') || has('observations')) return 'apply'
  if (has('invoices') || has('credit_notes') || has('documents')) return 'books'
  if (has('audit_seal')) return 'seal'
  if (has('secrets')) return 'tokens'
  if (has('frames') || has('attempts')) return has('attempts') || has('mappings') ? 'settle' : 'freeze'
  if (has('operations') || has('jobs')) return 'queue'
  if (has('connections') || has('cycles')) return 'lease'
  return 'other'
}

interface DatabaseError {
  fault: OwnFault
  message: string
  code?: string
}

const BEFORE_COMMIT: readonly DatabaseError[] = [
  {
    fault: 'serialization-failure',
    code: '40001',
    message: 'could not serialize access due to concurrent update',
  },
  { fault: 'deadlock', code: '40P01', message: 'deadlock detected' },
  {
    fault: 'backend-terminated',
    code: '57P01',
    message: 'terminating connection due to administrator command',
  },
]

/** As the driver says it: whether it was kept, nobody knows. */
const COMMIT_UNKNOWN: DatabaseError = {
  fault: 'commit-unknown',
  message: 'Connection terminated unexpectedly',
}

const ours = new WeakSet<Error>()

function injected({ message, code }: DatabaseError): Error {
  const error = Object.assign(new Error(message), code === undefined ? {} : { code })
  ours.add(error)
  return error
}

/** Whether it was thrown here, be it as the cause of another. */
export function isInjected(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return ours.has(error) || isInjected(error.cause)
}
