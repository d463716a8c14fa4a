import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { everybody } from './cast.ts'
import type { Point } from './machine/strikes.ts'
import { CALM, drawnPlan } from './plan.ts'
import { runSeed } from './run-seed.ts'
import { openBase } from './testing/base-of-tests.ts'

let base: Base
let close: () => Promise<void>
beforeAll(async () => {
  ;({ base, close } = await openBase())
})
afterAll(() => close())

describe('a seed', () => {
  it('is the same run to the last line, however often it is run', async () => {
    for (const seed of [3, 7]) {
      const plan = drawnPlan(seed)
      const [one, other] = [
        await runSeed({ base, cast: everybody, plan }),
        await runSeed({ base, cast: everybody, plan }),
      ]
      expect(other.story).toEqual(one.story)
      expect(other.hash).toBe(one.hash)
      expect(one.steps).toBeGreaterThan(200)
    }
  }, 240_000)

  it('is another run than the next one', async () => {
    const [one, other] = [
      await runSeed({ base, cast: everybody, plan: { ...drawnPlan(3), acts: 3 } }),
      await runSeed({ base, cast: everybody, plan: { ...drawnPlan(4), acts: 3 } }),
    ]
    expect(other.hash).not.toBe(one.hash)
  }, 120_000)

  it('dies where it is told to, once, and somebody else goes on', async () => {
    const plan = { ...drawnPlan(5), ...CALM, acts: 6, workers: 2 }
    const points: Point[] = []
    await runSeed({ base, cast: everybody, plan, onPoint: (point) => void points.push(point) })
    const [call] = points.filter((each) => each.place === 'before call')
    expect(call?.what).toMatch(/^poll /)
    const { deaths, story } = await runSeed({
      base,
      cast: everybody,
      plan: { ...plan, dieAt: [call?.number ?? 0] },
    })
    expect(deaths).toBe(1)
    const died = story.findIndex((line) => line.includes('dies before call: poll'))
    const who = story[died]?.split(/\s+/)[1] ?? ''
    const after = story.slice(died + 1).filter((line) => line.split(/\s+/)[1] === who)
    expect(after[0]).toContain('begins')
  }, 120_000)
})
