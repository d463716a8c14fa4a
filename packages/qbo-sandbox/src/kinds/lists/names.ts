import { type Fields, bareRef, email, flag, group, text } from '../../company/fields.ts'
import type { Entity } from '../../company/state.ts'

/** None of these may stand in a name, since a colon parts the names of parents and children. */
export const NOT_IN_NAMES = /[:\t\n]/

const name = (max: number) => text(max, NOT_IN_NAMES)

/** How people and firms are called, in the order customers and vendors show it. */
export const nameFields: Fields = {
  Title: name(16),
  GivenName: name(100),
  MiddleName: name(100),
  FamilyName: name(100),
  Suffix: name(16),
}

const phone = group('TelephoneNumber', { FreeFormNumber: text(30) })

export const contactFields: Fields = {
  CompanyName: text(100),
  DisplayName: name(500),
  PrintOnCheckName: name(110),
  Active: flag,
  PrimaryPhone: phone,
  AlternatePhone: phone,
  Mobile: phone,
  Fax: phone,
  PrimaryEmailAddr: group('EmailAddress', { Address: email() }),
  WebAddr: group('WebSiteAddress', { URI: text(1000) }),
}

export const defaultTaxCode: Fields = { DefaultTaxCodeRef: bareRef('TaxCode') }

const DELETED = ' (deleted)'

/** What is made inactive gives its name free by carrying a mark; made active again it loses the mark. */
export function markedName(given: string, active: boolean, before: Entity | undefined): string {
  const wasMarked = before?.['Active'] === false && given.endsWith(DELETED)
  const bare = wasMarked ? given.slice(0, -DELETED.length) : given
  return active ? bare : bare + DELETED
}
