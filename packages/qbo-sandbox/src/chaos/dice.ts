import { seededRandom, type Random } from '../ports.ts'

/** Chance that can be saved: where it began, and how often it was asked. */
export interface Dice {
  seed: number
  thrown: number
}

export const newDice = (seed: number): Dice => ({ seed: seed >>> 0, thrown: 0 })

/** Each throw follows from the two numbers alone, so a restored run goes on as the saved one would have. */
export function throwing(dice: Dice): Random {
  return {
    next() {
      dice.thrown += 1
      return seededRandom((dice.seed + Math.imul(dice.thrown, 0x9e3779b1)) >>> 0).next()
    },
  }
}

/** A whole number from `least` to `most`. */
export const between = (random: Random, least: number, most: number): number =>
  least + Math.floor(random.next() * (most - least + 1))

export const oneOf = <T>(random: Random, all: readonly T[]): T => all[between(random, 0, all.length - 1)] as T

export function shuffled<T>(random: Random, all: readonly T[]): T[] {
  const mixed = [...all]
  for (let last = mixed.length - 1; last > 0; last -= 1) {
    const other = between(random, 0, last)
    const held = mixed[last] as T
    mixed[last] = mixed[other] as T
    mixed[other] = held
  }
  return mixed
}
