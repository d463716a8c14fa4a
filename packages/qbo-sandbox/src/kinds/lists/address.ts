import { type Field, type Fields, group, shown, text } from '../../company/fields.ts'
import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import type { Json, JsonObject } from '../../json.ts'
import { isObject } from '../../json.ts'

const addressFields: Fields = {
  Id: { type: 'id' },
  Line1: text(500),
  Line2: text(500),
  Line3: text(500),
  Line4: text(500),
  Line5: text(500),
  City: text(255),
  Country: text(255),
  CountryCode: text(255),
  CountrySubDivisionCode: text(255),
  PostalCode: text(30),
  // The service stopped telling where an address lies; clients that send it back are not scolded.
  Lat: shown({ type: 'any' }),
  Long: shown({ type: 'any' }),
}

export const address: Field = group('PhysicalAddress', addressFields)

/** Addresses are objects with ids of their own: one that stood keeps it, a new one gets the next. */
export function withAddressIds(
  tx: Transaction,
  written: JsonObject,
  before: Entity | undefined,
  names: readonly string[],
): JsonObject {
  const addresses: Record<string, Json | undefined> = {}
  for (const name of names) {
    const given = written[name]
    if (!isObject(given)) continue
    const { Id: _, ...rest } = given
    const stood = before?.[name]
    const id = isObject(stood) ? stood['Id'] : undefined
    addresses[name] =
      Object.keys(rest).length === 0 ? undefined : { Id: id ?? tx.nextOf('addresses'), ...rest }
  }
  return addresses
}
