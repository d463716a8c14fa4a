import type { Params } from './fault-kind.ts'
import type { FaultName } from './faults.ts'
import type { Call } from './interference.ts'

/** Which calls a rule is about; what is left out does not matter. */
export interface Match {
  /** As in the log: `create Invoice`, `cdc`, `token`; or its first word alone. */
  what?: string
  realmId?: string
  /** A part of the path with its query. */
  target?: string
  /** A part of the body. */
  body?: string
  /** Only the so-manieth of the calls that fit, counted from 1. */
  nth?: number
}

export interface Rule {
  fault: FaultName
  match?: Match
  /** So often, then it is over. Once when absent; for ever with a rate. */
  times?: number
  /** The share of the calls that fit, from 0 to 1; all of them when absent. */
  rate?: number
  params?: Params
}

/** A rule that waits for its calls. Plain data. */
export interface ArmedRule extends Rule {
  id: string
  /** Calls that fitted so far. */
  seen: number
  /** How often it may still strike; null when it never ends, as JSON knows no infinity. */
  left: number | null
}

export function armed(rule: Rule, id: string): ArmedRule {
  const once = rule.rate === undefined ? 1 : null
  return { ...rule, id, seen: 0, left: rule.times ?? once }
}

export function fits(match: Match, call: Call): boolean {
  const { what, realmId, target, body } = match
  return (
    (what === undefined || call.what === what || call.what.split(' ')[0] === what) &&
    (realmId === undefined || call.realmId === realmId) &&
    (target === undefined || call.target.includes(target)) &&
    (body === undefined || call.body.includes(body))
  )
}
