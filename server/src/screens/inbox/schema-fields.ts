import { z } from 'zod'

/**
 * The form of an action, read from the JSON Schema of its input. An action asks for texts, choices,
 * yes or no, and numbers; nothing else, and nothing nested.
 */
export interface SchemaField {
  name: string
  control: 'text' | 'long-text' | 'email' | 'date' | 'choice' | 'number' | 'checkbox'
  required: boolean
  initial: string | boolean
  options: readonly string[]
  /** Only whole numbers. */
  whole: boolean
  min?: number
  max?: number
  minLength?: number
  maxLength?: number
}

export type FormValues = Record<string, string | boolean>

const property = z.object({
  type: z.union([z.string(), z.array(z.string())]).optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  default: z.unknown().optional(),
  anyOf: z.array(z.record(z.string(), z.unknown())).optional(),
})
type Property = z.infer<typeof property>

const objectSchema = z.object({
  properties: z.record(z.string(), property).default({}),
  required: z.array(z.string()).default([]),
})

/** Longer than this and one line is too little room to write in. */
const ONE_LINE = 300

export function schemaFields(schema: Record<string, unknown>): SchemaField[] {
  const parsed = objectSchema.safeParse(schema)
  if (!parsed.success) return []
  const { properties, required } = parsed.data
  return Object.entries(properties).map(([name, given]) =>
    toField(name, withoutNull(given), required.includes(name)),
  )
}

/** `text | null` is a text that may stay empty. */
function withoutNull(given: Property): Property {
  const real = given.anyOf?.find((each) => each.type !== 'null')
  return real ? { ...property.parse(real), default: given.default } : given
}

function toField(name: string, given: Property, required: boolean): SchemaField {
  const control = controlOf(given)
  return {
    name,
    control,
    required: required && control !== 'checkbox',
    initial: initialOf(control, given.default),
    options: (given.enum ?? []).filter((each) => typeof each === 'string'),
    whole: given.type === 'integer',
    min: given.minimum,
    max: given.maximum,
    minLength: given.minLength,
    maxLength: given.maxLength,
  }
}

function controlOf(given: Property): SchemaField['control'] {
  if (given.enum) return 'choice'
  if (given.type === 'boolean') return 'checkbox'
  if (given.type === 'number' || given.type === 'integer') return 'number'
  if (given.format === 'email') return 'email'
  if (given.format === 'date') return 'date'
  return (given.maxLength ?? 0) > ONE_LINE ? 'long-text' : 'text'
}

function initialOf(control: SchemaField['control'], value: unknown): string | boolean {
  if (control === 'checkbox') return value === true
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

export const initialValues = (fields: readonly SchemaField[]): FormValues =>
  Object.fromEntries(fields.map((field) => [field.name, field.initial]))

/** The word for what is wrong with a field before the server is asked; `null` when nothing is. */
export type FieldGap = 'missing' | 'email' | 'number' | 'tooShort' | 'tooLong' | 'tooSmall' | 'tooBig'

export function gapOf(field: SchemaField, value: string | boolean | undefined): FieldGap | null {
  if (typeof value !== 'string') return null
  const text = value.trim()
  if (text === '') return field.required ? 'missing' : null
  if (field.control === 'number') return numberGap(field, Number(text.replace(',', '.')))
  if (field.control === 'email' && !/^\S+@\S+\.\S+$/.test(text)) return 'email'
  if (field.minLength !== undefined && text.length < field.minLength) return 'tooShort'
  if (field.maxLength !== undefined && text.length > field.maxLength) return 'tooLong'
  return null
}

function numberGap(field: SchemaField, value: number): FieldGap | null {
  if (!Number.isFinite(value) || (field.whole && !Number.isInteger(value))) return 'number'
  if (field.min !== undefined && value < field.min) return 'tooSmall'
  if (field.max !== undefined && value > field.max) return 'tooBig'
  return null
}

/** What is sent: numbers as numbers, and nothing at all for what was left empty. */
export function toActionInput(fields: readonly SchemaField[], values: FormValues): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const field of fields) {
    const value = values[field.name]
    if (typeof value === 'boolean') input[field.name] = value
    else if (value !== undefined && value.trim() !== '') {
      input[field.name] = field.control === 'number' ? Number(value.trim().replace(',', '.')) : value.trim()
    }
  }
  return input
}
