import { z, type ZodObject } from 'zod'
import { email, localeCode, optionalText, shortText, timeZone } from './text.ts'
import { defineCommand, defineQuery, mspWith, portalWith, type Permission } from './use-case.ts'

/**
 * A section of a tenant's settings: its shape, whose every field has a default, and who may read and
 * change it. Modules declare sections of their own in the same way.
 */
export function defineSection<S extends ZodObject>(
  section: string,
  shape: S,
  permissions: { read: Permission; update: Permission } = {
    read: 'settings:read',
    update: 'settings:update',
  },
) {
  return {
    section,
    shape,
    get: defineQuery({
      name: `settings.${section}.get`,
      summary: `Show the ${section} settings`,
      access: mspWith(permissions.read),
      input: z.object({}),
      output: shape,
      http: { method: 'GET', path: `/settings/${section}` },
    }),
    /** Only what is sent changes: saving one switch must not wipe another. */
    update: defineCommand({
      name: `settings.${section}.update`,
      summary: `Change some of the ${section} settings`,
      access: mspWith(permissions.update),
      input: withoutDefaults(shape),
      output: shape,
      http: { method: 'PATCH', path: `/settings/${section}` },
    }),
  }
}

export type Section = ReturnType<typeof defineSection>

/** A default must not sneak into a patch, where a missing field means "leave it". */
function withoutDefaults<S extends ZodObject>(shape: S) {
  const fields = Object.fromEntries(
    Object.entries(shape.shape).map(([key, field]) => [
      key,
      z.optional(field instanceof z.ZodDefault ? field.unwrap() : field),
    ]),
  )
  return z.object(fields) as unknown as z.ZodType<Partial<z.output<S>>, Partial<z.input<S>>>
}

const country = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^([A-Z]{2})?$/, 'is not a country code of two letters')

export const companySettings = defineSection(
  'company',
  z.object({
    legalName: optionalText.default(''),
    addressLine1: optionalText.default(''),
    addressLine2: optionalText.default(''),
    city: optionalText.default(''),
    region: optionalText.default(''),
    postalCode: optionalText.max(20).default(''),
    country: country.default(''),
    taxNumber: optionalText.max(50).default(''),
    phone: optionalText.max(50).default(''),
    email: z.union([email, z.literal('')]).default(''),
    website: z.union([z.url({ protocol: /^https?$/ }).max(200), z.literal('')]).default(''),
  }),
)

const days = (shortest: number, standard: number) =>
  z.number().int().min(shortest).max(3650).default(standard)

/** How long things are kept. Audit and money are kept for ever and have no switch. */
export const retentionSettings = defineSection(
  'retention',
  z.object({ notifications: days(7, 90), mails: days(7, 180) }),
)

/** The company as everything else sees it; kept with the tenant itself. */
export const generalSettings = {
  get: defineQuery({
    name: 'settings.general.get',
    summary: 'Show name, time zone and language of the company',
    access: mspWith('settings:read'),
    input: z.object({}),
    output: z.object({ name: z.string(), slug: z.string(), timeZone: z.string(), locale: z.string() }),
    http: { method: 'GET', path: '/settings/general' },
  }),
  update: defineCommand({
    name: 'settings.general.update',
    summary: 'Change name, time zone or language of the company',
    access: mspWith('settings:update'),
    input: z.object({
      name: shortText.optional(),
      timeZone: timeZone.optional(),
      locale: localeCode.optional(),
    }),
    output: z.object({ name: z.string(), slug: z.string(), timeZone: z.string(), locale: z.string() }),
    http: { method: 'PATCH', path: '/settings/general' },
  }),
}

/** What a client may know of the company that works for it. */
export const getPortalCompany = defineQuery({
  name: 'portal.company',
  summary: 'How to reach the company',
  access: portalWith('portal_profile:read'),
  input: z.object({}),
  output: z.object({
    name: z.string(),
    ...companySettings.shape.omit({ taxNumber: true }).shape,
  }),
  http: { method: 'GET', path: '/portal/company' },
})
