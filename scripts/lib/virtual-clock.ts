/** Time that passes only while everybody waits for it. */
export interface VirtualClock {
  now(): Date
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
  /** Work on the machine's own time, such as a statement: none passes here meanwhile. */
  busy<T>(work: () => Promise<T>): Promise<T>
}

interface Sleeper {
  until: number
  wake(): void
}

/** So many turns of the event loop without anything happening, and everybody is taken to be waiting. */
const QUIET_TURNS = 5

/**
 * Jumps from one sleeper's end to the next. It begins at `start` and stands still otherwise; without one it is
 * the machine's clock, on which nobody has to sit out a pause.
 */
export function createVirtualClock(start: Date | null): VirtualClock {
  let skipped = 0
  const now = () => (start === null ? Date.now() : start.getTime()) + skipped
  let working = 0
  let events = 0
  let watching = false
  const sleepers = new Set<Sleeper>()

  function wakeNext(): void {
    const [next] = [...sleepers].toSorted((a, b) => a.until - b.until)
    if (next === undefined) return
    skipped += Math.max(0, next.until - now())
    next.wake()
  }

  function watch(): void {
    events += 1
    if (watching) return
    watching = true
    let seen = events
    let quiet = 0
    const turn = () => {
      if (working > 0 || sleepers.size === 0) {
        watching = false
        return
      }
      quiet = events === seen ? quiet + 1 : 0
      seen = events
      if (quiet >= QUIET_TURNS) wakeNext()
      setImmediate(turn)
    }
    setImmediate(turn)
  }

  return {
    now: () => new Date(now()),
    async sleep(milliseconds, signal) {
      signal?.throwIfAborted()
      await new Promise<void>((done, failed) => {
        const leave = () => {
          sleepers.delete(sleeper)
          signal?.removeEventListener('abort', aborted)
          watch()
        }
        const sleeper: Sleeper = {
          until: now() + milliseconds,
          wake() {
            leave()
            done()
          },
        }
        const aborted = () => {
          leave()
          failed(signal?.reason as Error)
        }
        signal?.addEventListener('abort', aborted)
        sleepers.add(sleeper)
        watch()
      })
    },
    async busy(work) {
      working += 1
      try {
        return await work()
      } finally {
        working -= 1
        watch()
      }
    },
  }
}
