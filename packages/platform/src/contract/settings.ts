import { z, type ZodType } from 'zod'
import { email, localeCode, optionalText, shortText, timeZone } from './text.ts'
import { defineCommand, defineQuery, mspWith, type Permission } from './use-case.ts'

/**
 * One section of a tenant's settings. Declared once, it gives a query and a command of its own, so
 * that each has its typing, its permission and its place in the API. A module brings its sections
 * along; they are implemented with `sectionUseCases`.
 */
export function defineSettings<S extends z.ZodRawShape>(section: SettingsDeclaration<S>) {
  const value = z.object(section.shape)
  const http = { path: `/settings/${section.name}` } as const
  return {
    ...section,
    value,
    read: defineQuery({
      name: `settings.${section.name}.get`,
      summary: `Settings: ${section.title}`,
      access: mspWith(section.readWith ?? 'settings:read'),
      http: { ...http, method: 'GET' },
      input: z.object({}),
      output: value,
    }),
    update: defineCommand({
      name: `settings.${section.name}.update`,
      summary: `Change some of the settings: ${section.title}`,
      access: mspWith(section.updateWith ?? 'settings:update'),
      http: { ...http, method: 'PATCH' },
      input: z.strictObject(section.shape).partial().refine(hasKeys, 'names nothing to change'),
      output: value,
    }),
  }
}

export interface SettingsDeclaration<S extends z.ZodRawShape> {
  /** One word in kebab-case; the last part of the path. */
  name: string
  title: string
  /** No `.default()` in here: a patch would carry the defaults along and wipe what it left out. */
  shape: S
  /** What holds until a tenant chooses otherwise. */
  defaults: { [K in keyof S]: z.output<S[K] & ZodType> }
  readWith?: Permission
  updateWith?: Permission
}

export type SettingsSection<S extends z.ZodRawShape = z.ZodRawShape> = ReturnType<typeof defineSettings<S>>

const hasKeys = (patch: object) => Object.keys(patch).length > 0

/** Kept with the tenant itself: everything that shows a name, a date or a text asks for these. */
export const generalSettings = defineSettings({
  name: 'general',
  title: 'name, time zone and language',
  shape: { name: shortText, timeZone, locale: localeCode },
  defaults: { name: '', timeZone: 'UTC', locale: 'en' },
})

const orNothing = <T extends ZodType>(schema: T) => z.union([z.literal(''), schema])

/** Who we are, as it stands on invoices. */
export const companySettings = defineSettings({
  name: 'company',
  title: 'the company as invoices show it',
  shape: {
    legalName: optionalText,
    addressLines: z.array(shortText).max(4),
    city: optionalText,
    region: optionalText,
    postalCode: optionalText.max(20),
    /** ISO 3166-1 alpha-2. */
    country: orNothing(z.string().regex(/^[A-Z]{2}$/, 'is not a country code of two capital letters')),
    taxNumber: optionalText.max(50),
    phone: optionalText.max(50),
    email: orNothing(email),
    website: orNothing(z.url({ protocol: /^https?$/ }).max(200)),
  },
  defaults: {
    legalName: '',
    addressLines: [],
    city: '',
    region: '',
    postalCode: '',
    country: '',
    taxNumber: '',
    phone: '',
    email: '',
    website: '',
  },
})

const days = z.number().int().min(7).max(3650)

/** How long we keep what nobody needs for ever. The audit is not among it: it is kept. */
export const retentionSettings = defineSettings({
  name: 'retention',
  title: 'how long things are kept',
  shape: { notificationDays: days, mailDays: days, jobHistoryDays: days },
  defaults: { notificationDays: 90, mailDays: 90, jobHistoryDays: 30 },
})
export type RetentionSettings = z.infer<typeof retentionSettings.value>
