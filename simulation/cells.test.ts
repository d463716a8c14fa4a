import { FAULT_NAMES } from '@tieout/qbo-sandbox'
import { describe, expect, it } from 'vitest'
import { CELLS, EXCLUDED } from './cells.ts'

describe('the table of faults and kinds of operation', () => {
  it('has every fault of the service somewhere', () => {
    const faults = new Set(CELLS.map((each) => each.split(' ')[0]))
    expect(FAULT_NAMES.filter((each) => !faults.has(each))).toEqual([])
  })

  it('names each cell once', () => {
    expect(new Set(CELLS).size).toBe(CELLS.length)
  })

  it('says of each pair that it leaves out why', () => {
    for (const { faults, kinds, because } of EXCLUDED) {
      expect(because).toMatch(/^[A-Z].{20,}\.$/)
      for (const fault of faults) for (const kind of kinds) expect(CELLS).not.toContain(`${fault} ${kind}`)
    }
  })
})
