import type { Ids } from '@tieout/platform'
import type { Chance } from './chance.ts'

/** Ids of one process, drawn from the seed. Counted within, so that no two are ever the same. */
export function drawnIds(chance: Chance, process: number): Ids {
  let count = 0
  const eight = () =>
    Math.floor(chance.next() * 2 ** 32)
      .toString(16)
      .padStart(8, '0')
  const counted = () => {
    count += 1
    return count.toString(16).padStart(6, '0')
  }
  return {
    uuid() {
      const own = `${process.toString(16).padStart(4, '0')}${counted()}`
      return `${eight()}-${own.slice(0, 4)}-4${own.slice(4, 7)}-8${own.slice(7, 10)}-${eight().slice(0, 4)}${eight()}`
    },
    token(bytes = 32) {
      const hex = `${counted()}${Array.from({ length: Math.ceil(bytes / 4) }, eight).join('')}`
      return Buffer.from(hex, 'hex').subarray(0, bytes).toString('base64url')
    },
  }
}
