import type { SyncHost } from '../../../host.ts'

/** Stands still until it is moved; those who sleep wake in the order of their times. */
export function movableClock(start: number) {
  let at = start
  const asleep = new Set<{ until: number; wake: () => void }>()
  const clock = {
    now: () => new Date(at),
    sleep: (milliseconds: number, signal?: AbortSignal) =>
      new Promise<void>((wake) => {
        const sleeper = { until: at + milliseconds, wake }
        asleep.add(sleeper)
        signal?.addEventListener('abort', () => {
          asleep.delete(sleeper)
          wake()
        })
      }),
    /** Once somebody sleeps, lets the time pass. */
    async pass(milliseconds: number, sleepers = 1): Promise<void> {
      while (asleep.size < sleepers) await new Promise((done) => setImmediate(done))
      at += milliseconds
      for (const each of [...asleep]
        .filter(({ until }) => until <= at)
        .toSorted((a, b) => a.until - b.until)) {
        asleep.delete(each)
        each.wake()
      }
    },
    asleep: () => asleep.size,
  } satisfies SyncHost['clock'] & Record<string, unknown>
  return clock
}
