import { describe, expect, it } from 'vitest'
import { createAdapterRegistry } from './adapter-registry.ts'

describe('the adapter registry', () => {
  it('finds what was registered and lists types in order', () => {
    const registry = createAdapterRegistry<{ label: string }>('accounting')
    registry.register('quickbooks_online', { label: 'QuickBooks' })
    registry.register('csv', { label: 'File' })
    expect(registry.get('csv').label).toBe('File')
    expect(registry.types()).toEqual(['csv', 'quickbooks_online'])
    expect([registry.has('csv'), registry.has('xero')]).toEqual([true, false])
  })

  it('names the known types when asked for another', () => {
    const registry = createAdapterRegistry<number>('accounting')
    registry.register('csv', 1)
    expect(() => registry.get('xero')).toThrow('There is no accounting adapter called xero. Known: csv.')
  })

  it('refuses a second adapter of one type', () => {
    const registry = createAdapterRegistry<number>('accounting')
    registry.register('csv', 1)
    expect(() => registry.register('csv', 2)).toThrow(/two accounting adapters/)
  })
})
