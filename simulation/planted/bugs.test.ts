import { describe, expect, it } from 'vitest'
import { PLANTED_BUGS } from './bugs.ts'
import { withBug } from './copy.ts'

describe('the bugs that are planted', () => {
  it('are twenty-five at least, each with a name and a rule of its own', () => {
    expect(PLANTED_BUGS.length).toBeGreaterThanOrEqual(25)
    for (const field of ['name', 'rule', 'replace'] as const)
      expect(new Set(PLANTED_BUGS.map((each) => each[field])).size).toBe(PLANTED_BUGS.length)
    for (const { rule } of PLANTED_BUGS) expect(rule).toMatch(/^[A-Z].*\.$/)
  })

  it.each(PLANTED_BUGS)('find what they change, and change it: $name', (bug) => {
    const changed = withBug(bug)
    expect(changed).toContain(bug.replace)
    expect(changed.split(bug.find).length).toBeLessThanOrEqual(bug.replace.split(bug.find).length)
  })

  it('say so when what they change is gone', () => {
    const [bug] = PLANTED_BUGS
    if (bug === undefined) throw new Error('there is none')
    expect(() => withBug({ ...bug, find: 'a text that nobody wrote' })).toThrow(/0 times instead of once/)
    expect(() => withBug({ ...bug, find: 'import' })).toThrow(/times instead of once/)
  })
})
