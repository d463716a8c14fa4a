import { describe, expect, it } from 'vitest'
import { packFrames, type Due } from './frames.ts'

const due = (n: number, changes: Partial<Due> = {}): Due => ({
  operationId: `o${n}`,
  kind: 'export_invoice',
  issueDate: '2026-11-01',
  number: String(n).padStart(3, '0'),
  urgent: false,
  ...changes,
})
const many = (count: number, from = 0) => Array.from({ length: count }, (_, n) => due(from + n))
const idsOf = (frames: Due[][]) => frames.map((frame) => frame.map((each) => each.operationId))

describe('frames', () => {
  it('hold as many as fit, oldest first, and never what settles beside what is settled', () => {
    const payment = due(9, { kind: 'record_payment', issueDate: '2026-01-01' })
    const packed = packFrames([due(2), payment, due(1, { issueDate: '2026-10-01' }), due(0)], 2)
    expect(idsOf(packed)).toEqual([['o1', 'o0'], ['o2'], ['o9']])
  })

  it('leave what somebody waits for alone, before all others', () => {
    const packed = packFrames([...many(3), due(7, { urgent: true }), due(8, { urgent: true })], 30)
    expect(idsOf(packed)).toEqual([['o7'], ['o8'], ['o0', 'o1', 'o2']])
  })

  it('put together, but still first, what is too much to be what one person waits for', () => {
    const chosen = many(40, 100).map((each) => ({ ...each, urgent: true }))
    const packed = packFrames([...many(3), ...chosen], 30)
    expect(packed.map((frame) => [frame.length, frame[0]?.urgent])).toEqual([
      [30, true],
      [10, true],
      [3, false],
    ])
  })
})
