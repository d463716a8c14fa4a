import { faults } from '../fault.ts'
import type { Json, JsonObject } from '../json.ts'
import { toJson } from '../json.ts'
import { kindOf } from '../kinds/all.ts'
import { arrange, takeFields } from './fields.ts'
import type { Kind, WriteOptions } from './kind.ts'
import { resolveReferences } from './references.ts'
import type { Company, Entity, KindName } from './state.ts'
import { begin, type Transaction } from './transaction.ts'

/** What one request does to one object. Each function is one transaction: all of it happens or none. */
export interface Call {
  company: Company
  now: number
  kind: KindName
  body: JsonObject
  options: WriteOptions
}

export function read(company: Company, kind: KindName, id: string): Entity {
  mustBeId(id)
  const found = company.tables[kind].rows.get(id)
  if (found === undefined) throw faults.notFound()
  return found
}

export function create({ company, now, kind: name, body, options }: Call): Entity {
  const kind = kindOf(name)
  if (kind.creatable === false) throw faults.unmodelled(`creating a ${name}`)
  const tx = begin(company, now)
  const given = dropNulls(takeFields(kind.fields, withoutSystemFields(body), whereOf(kind)))
  const entity = place(tx, kind, given, undefined, options)
  tx.commit()
  return entity
}

/** Full updates clear what they leave out, sparse ones keep it. What changes nothing leaves no trace. */
export function update({ company, now, kind: name, body, options }: Call): Entity {
  const kind = kindOf(name)
  if (kind.updatable === false) throw faults.unmodelled(`changing a ${name}`)
  const tx = begin(company, now)
  const before = current(tx, name, body)
  const given = takeFields(kind.fields, withoutSystemFields(body), whereOf(kind))
  const sparse = body['sparse'] === true || body['sparse'] === 'true'
  const merged = sparse ? { ...writable(kind, before), ...given } : given
  const entity = place(tx, kind, dropNulls(merged), before, options)
  if (entity === before) return before
  tx.commit()
  return entity
}

export function remove({ company, now, kind: name, body }: Call): Entity {
  const kind = kindOf(name)
  if (kind.beforeDelete === undefined) throw faults.unmodelled(`deleting a ${name}: QuickBooks cannot either`)
  const tx = begin(company, now)
  const before = current(tx, name, body)
  kind.beforeDelete(tx, before)
  tx.remove(name, tx.get(name, before.Id) ?? before)
  tx.commit()
  return before
}

export function voidIt({ company, now, kind: name, body }: Call): Entity {
  const kind = kindOf(name)
  if (kind.voided === undefined) throw faults.unmodelled(`voiding a ${name}: QuickBooks cannot either`)
  const tx = begin(company, now)
  const before = current(tx, name, body)
  const zeroed = kind.voided(tx, before)
  if (same(kind, zeroed, before)) return before
  const entity = tx.put(name, { ...zeroed, Id: before.Id }, 'voided')
  tx.commit()
  return entity
}

/** Completes, names and stages one object, unless that would change nothing. */
function place(
  tx: Transaction,
  kind: Kind,
  written: JsonObject,
  before: Entity | undefined,
  options: WriteOptions,
): Entity {
  const named = resolveReferences(tx, kind.fields, written, before)
  const whole = kind.complete(tx, named, before, options)
  if (before !== undefined && same(kind, whole, before)) return before
  refuseTakenName(tx, kind, whole, before?.Id)
  const entity = tx.put(kind.name, { ...whole, Id: before?.Id }, before === undefined ? 'created' : 'edited')
  kind.settle?.(tx, entity, before)
  return tx.get(kind.name, entity.Id) ?? entity
}

function refuseTakenName(tx: Transaction, kind: Kind, whole: JsonObject, own: string | undefined): void {
  const unique = kind.uniqueName?.(whole)
  if (unique !== undefined && tx.nameHolder(unique.space, unique.name, own) !== undefined) {
    throw faults.duplicateName()
  }
}

/** The object a request means, if nobody changed it since. */
function current(tx: Transaction, kind: KindName, body: JsonObject): Entity {
  const id = textOf(body['Id'])
  if (id === undefined) throw faults.required('Id')
  mustBeId(id)
  const before = tx.get(kind, id)
  if (before === undefined) throw faults.notFound()
  const token = textOf(body['SyncToken'])
  if (token === undefined) throw faults.required('SyncToken')
  if (token !== before.SyncToken) throw faults.stale(tx.company.user)
  return before
}

export function mustBeId(id: string): void {
  if (!/^-?\d{1,20}$/.test(id)) throw faults.invalidId(id.slice(0, 100))
}

const textOf = (value: Json | undefined): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : undefined

const SYSTEM_FIELDS = ['Id', 'SyncToken', 'MetaData', 'domain', 'sparse', 'status']

function withoutSystemFields(body: JsonObject): JsonObject {
  const rest: Record<string, Json | undefined> = {}
  for (const name in body) if (!SYSTEM_FIELDS.includes(name)) rest[name] = body[name]
  return rest
}

const whereOf = ({ name, unmodelled, properties }: Kind) => ({ kind: name, unmodelled, properties })

/** What a caller could have written, of an object that stands. */
function writable(kind: Kind, entity: Entity): JsonObject {
  const own: Record<string, Json | undefined> = {}
  for (const name in kind.fields) {
    if (kind.fields[name]?.readOnly !== true && !SYSTEM_FIELDS.includes(name)) own[name] = entity[name]
  }
  return own
}

function dropNulls(object: JsonObject): JsonObject {
  const kept: Record<string, Json> = {}
  for (const name in object) {
    const value = object[name]
    if (value !== null && value !== undefined) kept[name] = value
  }
  return kept
}

function same(kind: Kind, whole: JsonObject, before: Entity): boolean {
  const { SyncToken, MetaData, domain, sparse, Id } = before
  return (
    toJson(arrange(kind.fields, { ...whole, SyncToken, MetaData, domain, sparse, Id })) === toJson(before)
  )
}
