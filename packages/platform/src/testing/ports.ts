import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { createLog, type Log } from '../log.ts'

export interface TestClock extends Clock {
  set(moment: string): void
  advance(seconds: number): void
}

/** Time that stands still until the test moves it. */
export function testClock(start = '2026-03-02T09:00:00.000Z'): TestClock {
  let now = new Date(start)
  return {
    now: () => new Date(now),
    set: (moment) => void (now = new Date(moment)),
    advance: (seconds) => void (now = new Date(now.getTime() + seconds * 1000)),
  }
}

/** Ids that count, so that a run repeats exactly; `space` keeps two sources apart. */
export function testIds(space = 0): Ids {
  let next = 0
  const counted = () => {
    next += 1
    return `${space.toString(16).padStart(4, '0')}${next.toString(16).padStart(8, '0')}`
  }
  return {
    uuid: () => `00000000-0000-4000-8000-${counted()}`,
    token: (bytes = 32) => counted().padStart(Math.ceil((bytes * 4) / 3), '0'),
  }
}

export interface TestLog {
  log: Log
  lines: string[]
}

export function testLog(): TestLog {
  const lines: string[] = []
  return { lines, log: createLog({ level: 'debug', write: (line) => void lines.push(line) }) }
}
