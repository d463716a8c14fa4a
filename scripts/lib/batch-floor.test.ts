import { describe, expect, it } from 'vitest'
import { floorMilliseconds } from './batch-floor.ts'

describe('the floor of the batch lane', () => {
  it('is one answer for what fits into the first forty frames', () => {
    expect(floorMilliseconds(1, 3000)).toBe(3000)
    expect(floorMilliseconds(1200, 3000)).toBe(3000)
  })

  it('is a minute more for every forty frames after them', () => {
    expect(floorMilliseconds(1201, 3000)).toBe(63_000)
    expect(floorMilliseconds(10_000, 3000)).toBe(8 * 60_000 + 3000)
  })
})
