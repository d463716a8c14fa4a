import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { likeMatcher } from './like.ts'

const like = (text: string, pattern: string) => likeMatcher(pattern)(text)

/** The same by the book, cell by cell: whether the first characters match the first of the pattern. */
function byTheBook(text: string, pattern: string): boolean {
  let row = [true, ...Array.from({ length: text.length }, () => false)]
  for (const sign of pattern.split('')) {
    const next: boolean[] = []
    for (let at = 0; at <= text.length; at += 1) {
      if (sign === '%') next.push(row[at] === true || (at > 0 && next[at - 1] === true))
      else next.push(at > 0 && row[at - 1] === true && text[at - 1] === sign)
    }
    row = next
  }
  return row[text.length] === true
}

describe('LIKE', () => {
  it('finds the whole text when there is no percent sign', () => {
    expect(like('cool', 'cool')).toBe(true)
    expect(like('cool cars', 'cool')).toBe(false)
  })

  it('finds beginnings, endings and what lies between', () => {
    expect(like('cool cars', 'cool%')).toBe(true)
    expect(like('cool cars', '%cars')).toBe(true)
    expect(like('cool cars', '%l c%')).toBe(true)
    expect(like('cool cars', 'c%l%rs')).toBe(true)
    expect(like('cool cars', 'c%x%rs')).toBe(false)
  })

  it('finds anything with a percent sign alone, even nothing', () => {
    expect(like('', '%')).toBe(true)
    expect(like('cool', '%%%')).toBe(true)
    expect(like('', '')).toBe(true)
  })

  it('does not use a character twice', () => {
    expect(like('aba', 'ab%ba')).toBe(false)
    expect(like('abba', 'ab%ba')).toBe(true)
    expect(like('abc', 'ab%bc%')).toBe(false)
  })

  it('takes nothing but the percent sign for special', () => {
    expect(like('a.c', 'a_c')).toBe(false)
    expect(like('abc', 'a.c')).toBe(false)
    expect(like('a[b]*?', 'a[b]*?')).toBe(true)
  })

  it('agrees with a matcher that tries every way', () => {
    const few = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '𝔞'), maxLength: 12 })
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'ä', '𝔞', '%', '%'), maxLength: 10 })
    fc.assert(
      fc.property(few, pattern, (text, pattern) => {
        expect(like(text, pattern)).toBe(byTheBook(text, pattern))
      }),
      { numRuns: 10_000 },
    )
  }, 60_000)

  it('answers at once whatever the pattern', () => {
    const started = performance.now()
    expect(like('a'.repeat(500), '%'.repeat(100_000))).toBe(true)
    expect(like('a'.repeat(500), `${'%a'.repeat(50_000)}b`)).toBe(false)
    expect(like('a'.repeat(100_000), `${'a%'.repeat(50_000)}b`)).toBe(false)
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
