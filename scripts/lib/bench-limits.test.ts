import { describe, expect, it } from 'vitest'
import { isWithin } from './bench-limits.ts'

describe('the limits of a bench', () => {
  const limits = { list: 4, finalize: 0.1 }
  const judge = (counts: typeof limits) => {
    const said: string[] = []
    return { passed: isWithin(counts, limits, (sentence) => said.push(sentence)), said }
  }

  it('are met up to the limit itself', () => {
    expect(judge({ list: 4, finalize: 0.1 })).toEqual({ passed: true, said: [] })
  })

  it('fail it by a single count above, or one that could not be had, and name it', () => {
    expect(judge({ list: 5, finalize: 0.1 })).toEqual({
      passed: false,
      said: ['list: 5; the limit is 4.'],
    })
    expect(judge({ list: 0, finalize: Number.NaN }).passed).toBe(false)
  })
})
