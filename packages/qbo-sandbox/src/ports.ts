/** What the sandbox asks of the world: the time and chance. Both come in, so that a run can be repeated. */
export interface Clock {
  /** Milliseconds since 1970, UTC. */
  now(): number
}

export interface Random {
  /** At least 0, less than 1. */
  next(): number
}

export const systemClock: Clock = { now: () => Date.now() }

/** Small, fast and the same everywhere for the same seed (mulberry32, public domain). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0
      let mixed = state
      mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1)
      mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
      return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
    },
  }
}

/** Hexadecimal digits for ids that people or headers see. */
export function hex(random: Random, length: number): string {
  let text = ''
  while (text.length < length) text += Math.floor(random.next() * 16).toString(16)
  return text
}
