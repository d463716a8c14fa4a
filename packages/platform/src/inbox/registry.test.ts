import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { ResolutionAction } from './definitions.ts'
import { createTaskRegistry } from './registry.ts'
import { priceCheck } from './testing/office.ts'

const action = (name: string): ResolutionAction => ({
  name,
  permission: 'invoice:update',
  input: z.object({}),
  handler: async () => ({}),
})

describe('the task registry', () => {
  it('offers each action’s input as JSON Schema, with choices, defaults and limits, and its label by convention', () => {
    const registry = createTaskRegistry()
    registry.register(priceCheck)
    const [approve] = registry.find('price_check').actions
    expect(approve?.labelKey).toBe('inbox.price_check.approve')
    expect(approve?.inputSchema).toMatchObject({
      type: 'object',
      required: ['note'],
      properties: {
        note: { type: 'string', minLength: 3 },
        verdict: { type: 'string', enum: ['fair', 'cheap'], default: 'fair' },
        discount: { type: 'integer', maximum: 50 },
      },
    })
  })

  it('refuses two definitions of one kind', () => {
    const registry = createTaskRegistry()
    registry.register(priceCheck)
    expect(() => registry.register(priceCheck)).toThrow(/two task definitions are called price_check/)
  })

  it.each([
    ['a task that nobody could resolve', { kind: 'stuck', actions: [] }, /nobody could ever resolve/],
    ['a name that is no message key', { kind: 'Not-A-Key', actions: [action('go')] }, /snake_case/],
    [
      'an action whose label would be the title',
      { kind: 'odd', actions: [action('title')] },
      /no name for an action/,
    ],
    ['two actions of one name', { kind: 'odd', actions: [action('go'), action('go')] }, /same name/],
    [
      'an input that is no form',
      { kind: 'odd', actions: [{ ...action('go'), input: z.string() }] },
      /is not an object/,
    ],
  ])('refuses %s', (_what, definition, reason) => {
    expect(() => createTaskRegistry().register(definition)).toThrow(reason)
  })

  it('lets someone act who holds one of the actions’ permissions, and the view permission where there is one', () => {
    const registry = createTaskRegistry()
    registry.register({ kind: 'guarded', viewPermission: 'vault:read', actions: [action('go')] })
    expect(registry.mayAct('guarded', new Set(['invoice:update']))).toBe(false)
    expect(registry.mayAct('guarded', new Set(['vault:read']))).toBe(false)
    expect(registry.mayAct('guarded', new Set(['vault:read', 'invoice:update']))).toBe(true)
  })
})
