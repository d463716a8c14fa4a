import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { CRASH_SCRIPTS } from './crash/scripts.ts'
import { walk, type Crashed } from './crash/walk.ts'
import { openBase } from './testing/base-of-tests.ts'

const LONG = 1_200_000

let base: Base
let close: () => Promise<void>
let crashed: readonly Crashed[]
beforeAll(async () => {
  ;({ base, close } = await openBase())
  crashed = await walk(base, CRASH_SCRIPTS, { processes: 2, oncePerMoment: true })
}, LONG)
afterAll(() => close())

describe('a process that is killed at any point, before and after each call and each transaction', () => {
  it.each(CRASH_SCRIPTS)('leaves nothing wrong behind: $name', ({ name }) => {
    const own = crashed.filter((each) => each.script === name)
    expect(own.filter((each) => each.violations.length > 0)).toEqual([])
    expect(own.length).toBeGreaterThan(0)
  })

  it('is killed in each of the ways', () => {
    const places = new Set(crashed.map((each) => each.point.place))
    expect([...places].toSorted()).toEqual(['after call', 'after commit', 'before call', 'before commit'])
  })
})
