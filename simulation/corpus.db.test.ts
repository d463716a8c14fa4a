import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { everybody } from './cast.ts'
import { corpus } from './corpus.ts'
import { runSeed } from './run-seed.ts'
import { openBase } from './testing/base-of-tests.ts'

let base: Base
let close: () => Promise<void>
beforeAll(async () => {
  ;({ base, close } = await openBase())
})
afterAll(() => close())

describe('what once went wrong', () => {
  it.each(corpus())(
    'goes right: $name, which showed $why',
    async ({ plan }) => {
      const { violations } = await runSeed({ base, cast: everybody, plan })
      expect(violations).toEqual([])
    },
    120_000,
  )

  it('is read from where it is kept', () => {
    for (const { name, why, plan } of corpus()) {
      expect(name).not.toBe('')
      expect(why).not.toBe('')
      expect(Number.isInteger(plan.seed)).toBe(true)
    }
  })
})
