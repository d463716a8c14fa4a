import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import type { SyncHost } from '../host.ts'

/** Time and chance, as they are. */
export type Ports = Pick<SyncHost, 'clock' | 'ids' | 'random'> & {
  /** Bytes that nobody guesses. */
  bytes(count: number): Buffer
}

export const realPorts: Ports = {
  clock: { now: () => new Date(), sleep: (ms, signal) => setTimeout(ms, undefined, { signal }) },
  ids: { uuid: () => crypto.randomUUID() },
  random: { next: () => Math.random() },
  bytes: randomBytes,
}
