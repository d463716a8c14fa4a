import { describe, expect, it } from 'vitest'
import { createAdapterRegistry } from './adapter-registry.ts'

interface Greeter {
  greet(): string
}

describe('the adapter registry', () => {
  const registry = () => {
    const made = createAdapterRegistry<Greeter>('greeter')
    made.register('loud', { greet: () => 'HELLO' })
    made.register('calm', { greet: () => 'hello' })
    return made
  }

  it('hands out the adapter of a type', () => {
    expect(registry().get('loud').greet()).toBe('HELLO')
    expect(registry().has('loud')).toBe(true)
    expect(registry().has('toString')).toBe(false)
  })

  it('lists its types in order, whoever came first', () => {
    expect(registry().types()).toEqual(['calm', 'loud'])
  })

  it('names the known types when asked for another', () => {
    expect(() => registry().get('rude')).toThrow('There is no greeter called "rude". Known: calm, loud.')
    expect(() => createAdapterRegistry('greeter').get('rude')).toThrow('Known: none.')
  })

  it('refuses a second adapter of the same type', () => {
    expect(() => registry().register('calm', { greet: () => '' })).toThrow(
      'There is already a greeter called "calm".',
    )
  })
})
