import type { Company } from '../../company/state.ts'
import { Fault } from '../../fault.ts'
import type { Random } from '../../ports.ts'
import { oneOf } from '../dice.ts'
import type { Act, Desk } from './desk.ts'
import { listActs } from './lists.ts'
import { moneyActs } from './money.ts'
import { paperActs } from './papers.ts'
import { poison } from './poison.ts'

const REPERTOIRE: Readonly<Record<string, Act>> = { ...moneyActs, ...paperActs, ...listActs, poison }

/** All that the bookkeeper knows to do, by name. */
export const ACTS: readonly string[] = Object.keys(REPERTOIRE)

const TRIES = 10

/**
 * The bookkeeper at work: one act, drawn or named, through the same operations as every client. Answers what
 * was done in words; what the rules refused says so and left nothing behind.
 */
export function bookkeeper(company: Company, random: Random, now: number, act?: string): string {
  const desk = { company, random, now }
  if (act !== undefined) return tried(desk, act) ?? `found nothing to ${act.replaceAll('-', ' ')}`
  for (let tries = 0; tries < TRIES; tries += 1) {
    const done = tried(desk, oneOf(random, ACTS))
    if (done !== undefined) return done
  }
  return 'found nothing to do'
}

function tried(desk: Desk, act: string): string | undefined {
  try {
    return REPERTOIRE[act]?.(desk)
  } catch (error) {
    if (!(error instanceof Fault)) throw error
    return `wanted to ${act.replaceAll('-', ' ')} and was refused: ${error.entries[0]?.detail}`
  }
}
