import { create, read, remove, update, voidIt } from '../company/operations.ts'
import type { Kind } from '../company/kind.ts'
import type { Company, Entity } from '../company/state.ts'
import { faults } from '../fault.ts'
import type { JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import { kindByPath } from '../kinds/all.ts'
import { deletedMember, entityMember } from './envelopes.ts'

/** QuickBooks has these too; saying so beats saying that they do not exist. */
const KNOWN_ELSEWHERE = new Set(
  `attachable billpayment budget companycurrency creditcardpayment customertype employee exchangerate
  inventoryadjustment journalcode purchaseorder recurringtransaction taxpayment timeactivity
  transfer upload vendorcredit reimbursecharge`.split(/\s+/),
)

export const isKnownElsewhere = (name: string): boolean => KNOWN_ELSEWHERE.has(name.toLowerCase())

export function kindFromPath(name: string, path: string): Kind {
  const kind = kindByPath(name)
  if (kind !== undefined) return kind
  if (isKnownElsewhere(name)) throw faults.unmodelled(name)
  throw faults.noSuchResource(path)
}

export interface Write {
  company: Company
  now: number
  kind: Kind
  /** `create`, `update`, `delete`, `void` or none: then the body decides. */
  operation: string | undefined
  include: ReadonlySet<string>
  body: JsonObject
}

/** One write as a single call or as an item of a batch: the member of the answer that it makes. */
export function write({ company, now, kind, operation, include, body }: Write): string {
  const call = { company, now, kind: kind.name, body, options: { include } }
  const wantsVoid = operation === 'void' || ((operation ?? 'update') === 'update' && include.has('void'))
  if (wantsVoid) return written(kind, voidedBy(kind, operation, call))
  switch (operation) {
    case undefined:
      return written(kind, body['Id'] === undefined || body['Id'] === null ? create(call) : update(call))
    case 'create':
      return written(kind, create(call))
    case 'update':
      return written(kind, update(call))
    case 'delete':
      return deletedMember(kind.name, remove(call).Id)
    default:
      throw faults.unmodelled(`operation=${operation.slice(0, 50)}`)
  }
}

/** An invoice is voided by an operation of its own, a payment by an update that includes it. */
function voidedBy(kind: Kind, operation: string | undefined, call: Parameters<typeof voidIt>[0]): Entity {
  const asked = operation === 'void' ? 'operation=void' : 'include=void'
  if (kind.voidedBy !== undefined && kind.voidedBy !== asked) {
    throw faults.unsupportedOperation(`${asked} for ${kind.name}`)
  }
  return voidIt(call)
}

const written = (kind: Kind, entity: Entity) => entityMember(kind.name, entity)

export function readMember(company: Company, kind: Kind, id: string): string {
  // Clients ask for the company by its number or by the realm's.
  const known = kind.name === 'CompanyInfo' && id === company.realmId ? '1' : id
  return entityMember(kind.name, read(company, kind.name, known))
}

/** The object a body holds; real clients send it bare, some wrap it in its name. */
export function bodyObject(text: string): JsonObject {
  if (text.trim() === '') throw faults.unreadableBody('The request body is empty.')
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    throw faults.unreadableBody(
      'Property Name:Unexpected character in the request body: it is no valid JSON. specified is unsupported or invalid',
    )
  }
  const value = parsed as JsonObject | null
  if (value === null || !isObject(value))
    throw faults.unreadableBody('The request body has to be a JSON object.')
  return value
}
