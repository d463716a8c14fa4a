import { expect, it } from 'vitest'
import { whyNot } from './transaction-actions.ts'

it('a void is tried again and never left: it differs as long as the document stands there', () => {
  for (const status of ['failed', 'pending'] as const) {
    expect(whyNot('leaveOut', { kind: 'void_invoice', status }, true)).toBe('voidStays')
    expect(whyNot('leaveOut', { kind: 'export_invoice', status }, true)).toBeNull()
  }
  expect(whyNot('retry', { kind: 'void_invoice', status: 'failed' }, true)).toBeNull()
  expect(whyNot('leaveOut', { kind: 'void_invoice', status: 'done' }, true)).toBe('isThere')
  expect(whyNot('retry', { kind: 'void_invoice', status: 'failed' }, false)).toBe('notAllowed')
})
