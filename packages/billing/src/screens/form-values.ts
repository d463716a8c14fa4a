import type { z } from 'zod'
import { CLIENT_FORM, type ClientFields, type ClientView } from '../contract/clients.ts'
import type { FieldMistake } from './words.ts'

/** A form holds text; the contract holds what the text means. */
export type FormValues = Record<keyof ClientFields, string>

export const emptyForm: FormValues = {
  displayName: '',
  legalName: '',
  email: '',
  phone: '',
  currency: '',
  termsId: '',
  taxRegionId: '',
  taxExempt: 'false',
  addressLine1: '',
  addressLine2: '',
  city: '',
  region: '',
  postalCode: '',
  country: '',
  notes: '',
}

const names = Object.keys(emptyForm) as (keyof ClientFields)[]

export function formOf(client: ClientView): FormValues {
  const filled = names.map((name) => [name, String(client[name] ?? '')])
  return Object.fromEntries(filled) as FormValues
}

export type ReadForm = { fields: ClientFields; mistakes: null } | { fields: null; mistakes: FieldMistake[] }

/** Looks at the form as the server will, so that most mistakes are told before anything is sent. */
export function readForm(values: FormValues): ReadForm {
  const given: Record<string, unknown> = {}
  for (const name of names) given[name] = values[name].trim() === '' ? null : values[name]
  given.displayName = values.displayName
  given.currency = values.currency
  given.taxExempt = values.taxExempt === 'true'
  const parsed = CLIENT_FORM.safeParse(given)
  if (parsed.success) return { fields: parsed.data, mistakes: null }
  return { fields: null, mistakes: parsed.error.issues.map(asMistake) }
}

export function changedFields(client: ClientView, fields: ClientFields): Partial<ClientFields> {
  const changed = names.filter((name) => fields[name] !== client[name])
  return Object.fromEntries(changed.map((name) => [name, fields[name]]))
}

const asMistake = (issue: z.core.$ZodIssue): FieldMistake => ({
  field: issue.path.join('.'),
  reason: issue.code,
  message: issue.message,
})
