import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { gapOf, initialValues, schemaFields, toActionInput } from './schema-fields.ts'

const fieldsOf = (shape: z.ZodRawShape) =>
  schemaFields({ ...z.toJSONSchema(z.object(shape), { io: 'input' }) })

const form = fieldsOf({
  note: z.string().trim().min(3).max(4000),
  title: z.string().max(200).optional(),
  email: z.email(),
  choice: z.enum(['keep', 'merge']).default('keep'),
  urgent: z.boolean().default(false),
  days: z.number().int().min(1).max(90),
  maybe: z.string().max(50).nullable(),
})
const field = (name: string) => {
  const found = form.find((each) => each.name === name)
  if (!found) throw new Error(`no field ${name}`)
  return found
}

describe('the form of an action', () => {
  it('has a control for every kind of value an action may ask for', () => {
    expect(form.map(({ name, control }) => `${name}: ${control}`)).toEqual([
      'note: long-text',
      'title: text',
      'email: email',
      'choice: choice',
      'urgent: checkbox',
      'days: number',
      'maybe: text',
    ])
  })

  it('asks only for what has no default', () => {
    expect(form.filter((each) => each.required).map((each) => each.name)).toEqual([
      'note',
      'email',
      'days',
      'maybe',
    ])
    expect(initialValues(form)).toMatchObject({ choice: 'keep', urgent: false, note: '' })
    expect(field('choice').options).toEqual(['keep', 'merge'])
  })

  it('finds gaps before the server has to', () => {
    expect(gapOf(field('note'), '  ')).toBe('missing')
    expect(gapOf(field('note'), 'ab')).toBe('tooShort')
    expect(gapOf(field('title'), '')).toBeNull()
    expect(gapOf(field('email'), 'ana@')).toBe('email')
    expect(gapOf(field('days'), '1.5')).toBe('number')
    expect(gapOf(field('days'), '0')).toBe('tooSmall')
    expect(gapOf(field('days'), '91')).toBe('tooBig')
    expect(gapOf(field('days'), '30')).toBeNull()
  })

  it('sends numbers as numbers and leaves out what was left empty', () => {
    const values = {
      ...initialValues(form),
      note: ' Called them. ',
      email: 'a@b.example',
      days: '30',
      urgent: true,
    }
    expect(toActionInput(form, values)).toEqual({
      note: 'Called them.',
      email: 'a@b.example',
      choice: 'keep',
      urgent: true,
      days: 30,
    })
  })

  it('is empty for an action that asks for nothing', () => {
    expect(fieldsOf({})).toEqual([])
  })
})
