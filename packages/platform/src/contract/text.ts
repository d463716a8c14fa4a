import { z } from 'zod'

/** Postgres text cannot hold NUL; other control characters only ever come from broken clients. */
// oxlint-disable-next-line no-control-regex
const printable = /^[^\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]*$/

const text = (max: number) => z.string().trim().max(max).regex(printable, 'contains control characters')

/** A name, a title: one line, not empty. */
export const shortText = text(200).min(1)
/** The same, where nothing is a fair answer. */
export const optionalText = text(200)
export const longText = text(4000)
export const reasonText = text(500).min(3)
export const email = z.string().trim().max(254).pipe(z.email())
export const searchText = text(100)
export const uuid = z.uuid()
export const localeCode = z.enum(['en', 'fr', 'de', 'es'])
export type LocaleCode = z.infer<typeof localeCode>
export const timeZone = z
  .string()
  .max(64)
  .refine((zone) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: zone }).format(0) !== ''
    } catch {
      return false
    }
  }, 'is not a time zone')
export const instantText = z.iso.datetime()
export const dateText = z.iso.date()
