import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { OUTWARD } from './crash/scripts.ts'
import { walk, type Crashed } from './crash/walk.ts'
import { openBase } from './testing/base-of-tests.ts'

/** `npm run sim -- --crash-points` takes them all; that is minutes more than a suite has. Odd: before and after in turn. */
const EVERY = 5

let base: Base
let close: () => Promise<void>
beforeAll(async () => {
  ;({ base, close } = await openBase())
})
afterAll(() => close())

describe('a process that is killed at any point of the way out', () => {
  it.each(OUTWARD)(
    'leaves nothing wrong behind: $name',
    async (script) => {
      const all: Crashed[] = []
      await walk(base, [script], (crashed) => void all.push(crashed), EVERY)
      const wrong = all.filter((each) => each.violations.length > 0)
      expect(wrong).toEqual([])
      const calls = all.filter((each) => each.point.place.endsWith('call'))
      expect(calls.length).toBeGreaterThanOrEqual(1)
      expect(all.length).toBeGreaterThan(calls.length)
    },
    900_000,
  )
})
