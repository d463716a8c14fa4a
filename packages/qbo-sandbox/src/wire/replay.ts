import { faults } from '../fault.ts'
import type { WireResponse } from './messages.ts'

/** What is undocumented about request ids, so it can be chosen here. */
export interface ReplayKnobs {
  /**
   * `replay` gives the first answer again, refusals too. `replayOnlySuccess` carries out anew what was
   * refused before. `ignore` carries out everything anew, whatever its id.
   */
  mode: 'replay' | 'replayOnlySuccess' | 'ignore'
  /** The same id with another request: answered like the first, or refused with 600. */
  otherRequest: 'replay' | 'conflict'
  /** So long after a request came in it counts as still being worked on, and its id is refused with 600. */
  inFlightMilliseconds: number
  /** A request is forgotten after so many others with an id, or after so long; never when absent. */
  forgetAfterRequests?: number
  forgetAfterMilliseconds?: number
}

export const replayKnobs: ReplayKnobs = {
  mode: 'replay',
  otherRequest: 'replay',
  inFlightMilliseconds: 0,
  // Nobody knows how long the service remembers; a bound keeps a long run from growing without end.
  forgetAfterRequests: 20_000,
}

/** The answers given to one company's requests that had an id. Plain data, changed in place. */
export interface ReplayMemory {
  /** How many requests it was ever told of. */
  count: number
  answers: Record<string, Remembered>
  /** Oldest first; those before `oldest` are gone. */
  line: { key: string; number: number }[]
  oldest: number
}

interface Remembered {
  number: number
  at: number
  fingerprint: string
  response: WireResponse
}

export function emptyMemory(): ReplayMemory {
  return { count: 0, answers: {}, line: [], oldest: 0 }
}

const LONGEST = 50
const LONGEST_IN_BATCH = 36

/** The id a request names; an empty one is none. */
export function requestIdOf(query: URLSearchParams, batch: boolean): string | undefined {
  const id = query.get('requestid')
  if (id === null || id === '') return undefined
  const longest = batch ? LONGEST_IN_BATCH : LONGEST
  if (id.length > longest) {
    throw faults.badRequestId(
      `requestid can have at most ${longest} characters${batch ? ' in a batch' : ''}.`,
    )
  }
  return id
}

/** The answer to a request that was made before, if it is to be given again. Refuses with 600 as the knobs say. */
export function lookUp(
  memory: ReplayMemory,
  id: string,
  request: string,
  now: number,
  knobs: ReplayKnobs,
): WireResponse | undefined {
  const known = valid(memory, id, now, knobs)
  if (known === undefined) return undefined
  // A clock that was set back makes a request no younger than just made.
  const inFlight = Math.max(now - known.at, 0) < knobs.inFlightMilliseconds
  const differs = knobs.otherRequest === 'conflict' && known.fingerprint !== fingerprintOf(request)
  if (inFlight || differs) throw faults.duplicateRequestId(id)
  return known.response
}

/** Keeps the first answer to an id; later ones leave it as it is for as long as it counts. */
export function remember(
  memory: ReplayMemory,
  id: string,
  request: string,
  response: WireResponse,
  now: number,
  knobs: ReplayKnobs,
): void {
  if (knobs.mode === 'ignore' || valid(memory, id, now, knobs) !== undefined) return
  memory.count += 1
  const number = memory.count
  const key = keyOf(id)
  memory.answers[key] = { number, at: now, fingerprint: fingerprintOf(request), response }
  memory.line.push({ key, number })
  sweep(memory, now, knobs)
}

function valid(memory: ReplayMemory, id: string, now: number, knobs: ReplayKnobs): Remembered | undefined {
  const known = memory.answers[keyOf(id)]
  if (known === undefined || knobs.mode === 'ignore' || isForgotten(memory, known, now, knobs))
    return undefined
  return knobs.mode === 'replayOnlySuccess' && known.response.status >= 400 ? undefined : known
}

function isForgotten(memory: ReplayMemory, known: Remembered, now: number, knobs: ReplayKnobs): boolean {
  return (
    memory.count - known.number >= (knobs.forgetAfterRequests ?? Infinity) ||
    now - known.at >= (knobs.forgetAfterMilliseconds ?? Infinity)
  )
}

/** Drops what is forgotten from the front of the line, so that a long run does not fill the memory. */
function sweep(memory: ReplayMemory, now: number, knobs: ReplayKnobs): void {
  for (;;) {
    const first = memory.line[memory.oldest]
    if (first === undefined) break
    const known = memory.answers[first.key]
    // The same id may have come again since; then its later place in the line counts.
    if (known?.number === first.number) {
      if (!isForgotten(memory, known, now, knobs)) break
      delete memory.answers[first.key]
    }
    memory.oldest += 1
  }
  if (memory.oldest > memory.line.length / 2) {
    memory.line.splice(0, memory.oldest)
    memory.oldest = 0
  }
}

/** Marked, so that no id is a name that objects have by themselves. */
const keyOf = (id: string) => `#${id}`

/** A few characters that differ for different requests (FNV-1a, public domain). */
function fingerprintOf(request: string): string {
  let hash = 0x811c9dc5
  for (let at = 0; at < request.length; at += 1) {
    hash = Math.imul(hash ^ request.charCodeAt(at), 0x01000193)
  }
  return `${request.length}-${(hash >>> 0).toString(16)}`
}
