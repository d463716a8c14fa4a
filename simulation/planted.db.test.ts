import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Base } from './base/base.ts'
import { planFor } from './planted/bug.ts'
import { PLANTED_BUGS } from './planted/bugs.ts'
import { copyOfSource, type Copy } from './planted/copy.ts'
import { hunt, onSoundSource } from './planted/hunt.ts'
import { openBase } from './testing/base-of-tests.ts'

const AT_ONCE = 2

let base: Base
let close: () => Promise<void>
const copies: Copy[] = []
const free: Copy[] = []
const waiting: ((copy: Copy) => void)[] = []

beforeAll(async () => {
  ;({ base, close } = await openBase())
  for (let count = 0; count < AT_ONCE; count += 1) copies.push(copyOfSource())
  free.push(...copies)
}, 120_000)
afterAll(async () => {
  for (const each of copies) each.remove()
  await close()
})

/** A copy bears one bug at a time. */
async function withCopy<T>(work: (copy: Copy) => Promise<T>): Promise<T> {
  const copy = free.pop() ?? (await new Promise<Copy>((taken) => waiting.push(taken)))
  try {
    return await work(copy)
  } finally {
    const next = waiting.shift()
    if (next === undefined) free.push(copy)
    else next(copy)
  }
}

describe('a bug that is planted in a copy of the source', () => {
  it.concurrent.each(PLANTED_BUGS)(
    'is found: $name',
    async (bug) => {
      const { by } = await withCopy((copy) => hunt(base, copy, bug, [planFor(bug, bug.known)]))
      expect(by, bug.rule).not.toBeNull()
    },
    900_000,
  )

  it('is what is found: without it the same seeds show nothing', async () => {
    const reports = await onSoundSource(
      base,
      PLANTED_BUGS.map((bug) => planFor(bug, bug.known)),
    )
    const wrong = reports.flatMap(({ violations }, at) =>
      violations.map(({ invariant, what }) => `${PLANTED_BUGS[at]?.name}: ${invariant} ${what}`),
    )
    expect(wrong).toEqual([])
    expect(reports).toHaveLength(PLANTED_BUGS.length)
  }, 900_000)
})
