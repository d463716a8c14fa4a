import type { Company } from '../company/state.ts'
import type { Json } from '../json.ts'
import type { OAuthWorld } from '../oauth/world.ts'
import type { Random } from '../ports.ts'
import type { Call, Interference } from './interference.ts'

export type Params = Readonly<Record<string, Json | undefined>>

/** What may be said of a fault: a number within bounds, one of some words, or any text. */
export type ParamRule = { least: number; most: number } | { words: readonly string[] } | 'text'

/** One stroke of a fault: the call it hits, and all that it may reach. */
export interface Strike {
  call: Call
  params: Params
  random: Random
  now: number
  /** Absent when the call names no company that there is. */
  company: Company | undefined
  oauth: OAuthWorld
  /** What this call changes stays unseen by change polls for so long. */
  holdBack(milliseconds: number): void
  /** So many of the next calls to the same company meet the same. */
  again(times: number, params: Params): void
}

/** One way in which things go wrong. */
export interface FaultKind {
  /** Its number in the fault model. */
  model: string
  /** In a few words, for those who choose it. */
  says: string
  params?: Readonly<Record<string, ParamRule>>
  /** What a rule means that says no more; by rates it is drawn. */
  usual?: Params
  /** Whether such a call can meet it at all. */
  can(call: Call): boolean
  /** Does it; `undefined` when there was nothing to do it to. */
  strike(strike: Strike): Interference | undefined
}

export function numberOf({ params }: Strike, name: string, drawn: () => number): number {
  const value = params[name]
  return typeof value === 'number' ? value : drawn()
}

export function wordOf({ params }: Strike, name: string, drawn: () => string): string {
  const value = params[name]
  return typeof value === 'string' ? value : drawn()
}

export const isToken = ({ what }: Call) => what === 'token'
export const isApi = (call: Call) => !isToken(call)
export const isPoll = ({ what }: Call) => what === 'cdc'
export const isBatch = ({ what }: Call) => what === 'batch'

/** A call that asks for a change, be it one of many. */
export const isWrite = ({ what }: Call) => /^(create|update|void|delete|batch)\b/.test(what)
