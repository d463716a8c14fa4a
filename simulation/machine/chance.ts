import { createHash } from 'node:crypto'
import { seededRandom } from '@tieout/qbo-sandbox'

/** All chance of a seed. Streams with names are independent: drawing more from one leaves the others alone. */
export interface Chance {
  /** At least 0, less than 1. */
  next(): number
  /** A whole number below n. */
  int(n: number): number
  /** A whole number from least to most. */
  between(least: number, most: number): number
  happens(probability: number): boolean
  pick<T>(list: readonly T[]): T
  shuffled<T>(list: readonly T[]): T[]
  fork(label: string): Chance
}

export function chanceOf(...path: readonly (string | number)[]): Chance {
  const digest = createHash('sha256').update(JSON.stringify(path)).digest()
  const random = seededRandom(digest.readUInt32BE(0))
  const chance: Chance = {
    next: () => random.next(),
    int: (n) => Math.floor(random.next() * n),
    between: (least, most) => least + chance.int(most - least + 1),
    happens: (probability) => random.next() < probability,
    pick(list) {
      if (list.length === 0) throw new Error('nothing to pick from')
      return list[chance.int(list.length)] as never
    },
    shuffled(list) {
      const mixed = [...list]
      for (let last = mixed.length - 1; last > 0; last -= 1) {
        const other = chance.int(last + 1)
        ;[mixed[last], mixed[other]] = [mixed[other] as never, mixed[last] as never]
      }
      return mixed
    },
    fork: (label) => chanceOf(...path, label),
  }
  return chance
}
