import { faults } from '../fault.ts'
import type { JsonObject } from '../json.ts'
import { arrange } from './fields.ts'
import { kindOf } from '../kinds/all.ts'
import { commit } from './commit.ts'
import type { Company, Entity, KindName } from './state.ts'
import { keyOf } from './state.ts'
import { stampSeconds } from '../time.ts'

/**
 * Why an object changes. `created`, `edited` and `voided` are what the caller asked for; `linked` follows from
 * another transaction and counts as a change of its own; `derived` moves a balance: the time moves, the
 * token stays.
 */
export type ChangeReason = 'created' | 'edited' | 'voided' | 'linked' | 'derived'

export interface Staged {
  kind: KindName
  id: string
  reason: ChangeReason | 'deleted'
  /** Absent: it is deleted. */
  after?: Entity
  /** Deleted because it became one with another. */
  mergedInto?: string
}

/** All changes of one request. They are staged and written together, or not at all. */
export interface Transaction {
  readonly company: Company
  /** The instant of the change, whole seconds. */
  readonly at: number
  get(kind: KindName, id: string): Entity | undefined
  /** The object, or a refusal that names the field which points to nothing. */
  mustGet(kind: KindName, id: string, element: string): Entity
  put(kind: KindName, object: JsonObject, reason: ChangeReason): Entity
  remove(kind: KindName, entity: Entity, mergedInto?: string): void
  nextId(kind: KindName): string
  /** The next of a row that is no object's id, such as those of addresses. */
  nextOf(row: string): string
  /** Id of another active object that bears the name. */
  nameHolder(space: string, name: string, except: string | undefined): string | undefined
  /** Id of another document of the kind that bears the number. */
  numberHolder(kind: KindName, number: string, except: string | undefined): string | undefined
  /** The customer's transactions of one kind, oldest id first. */
  ofCustomer(kind: KindName, customerId: string): Entity[]
  preferences(): JsonObject
  commit(): void
}

export function begin(company: Company, now: number): Transaction {
  const at = Math.max(Math.floor(now / 1000) * 1000, company.lastStamp)
  const staged = new Map<string, Staged>()
  const counters: Record<string, number> = {}
  const count = (row: string): number => {
    const next = counters[row] ?? company.counters[row] ?? 1
    counters[row] = next + 1
    return next
  }
  const tx: Transaction = {
    company,
    at,
    get(kind, id) {
      const mine = staged.get(keyOf(kind, id))
      return mine === undefined ? company.tables[kind].rows.get(id) : mine.after
    },
    mustGet(kind, id, element) {
      const found = tx.get(kind, id)
      if (found === undefined) throw faults.invalidReference(element)
      return found
    },
    put(kind, object, reason) {
      const entity = stamped(tx, kind, object, reason)
      const first = staged.get(keyOf(kind, entity.Id))?.reason === 'created' ? 'created' : reason
      staged.set(keyOf(kind, entity.Id), { kind, id: entity.Id, reason: first, after: entity })
      return entity
    },
    remove(kind, entity, mergedInto) {
      refuseClosedPeriod(tx, kind, entity)
      staged.set(keyOf(kind, entity.Id), { kind, id: entity.Id, reason: 'deleted', mergedInto })
    },
    nextId: (kind) => {
      const row = kindOf(kind).idsFrom
      return row === 'long' ? String(LONG_IDS + BigInt(count(row))) : String(count(row))
    },
    nextOf: (row) => String(count(row)),
    nameHolder(space, name, except) {
      const key = `${space}\n${name.toLowerCase()}`
      for (const each of staged.values()) {
        if (each.after === undefined || each.id === except) continue
        const unique = kindOf(each.kind).uniqueName?.(each.after)
        if (unique !== undefined && `${unique.space}\n${unique.name.toLowerCase()}` === key) return each.id
      }
      const holder = company.names.get(key)
      return holder === except ? undefined : holder
    },
    numberHolder(kind, number, except) {
      return company.numbers.get(`${kind}\n${number}`)?.find((each) => each !== except)
    },
    ofCustomer(kind, customerId) {
      return [...(company.byCustomer.get(customerId) ?? [])]
        .filter((key) => key.startsWith(`${kind}:`))
        .map((key) => tx.get(kind, key.slice(kind.length + 1)))
        .filter((each) => each !== undefined)
        .toSorted((a, b) => Number(a.Id) - Number(b.Id))
    },
    preferences: () => tx.get('Preferences', '1') ?? {},
    commit: () => commit(company, at, staged.values(), counters, tx.get),
  }
  return tx
}

/** Id, token and times, which nobody but the service writes. */
function stamped(tx: Transaction, kind: KindName, object: JsonObject, reason: ChangeReason): Entity {
  const time = stampSeconds(tx.at)
  const before = typeof object['Id'] === 'string' ? tx.get(kind, object['Id']) : undefined
  if (reason === 'created' || reason === 'edited' || reason === 'voided') {
    if (before !== undefined) refuseClosedPeriod(tx, kind, before)
    refuseClosedPeriod(tx, kind, object)
  }
  const { fields } = kindOf(kind)
  const token = before === undefined ? '0' : nextToken(before.SyncToken, reason)
  return arrange(fields, {
    ...object,
    domain: 'QBO',
    sparse: false,
    Id: before?.Id ?? object['Id'] ?? tx.nextId(kind),
    SyncToken: token,
    MetaData: { CreateTime: before?.MetaData.CreateTime ?? time, LastUpdatedTime: time },
  }) as Entity
}

const nextToken = (token: string, reason: ChangeReason) =>
  reason === 'derived' ? token : String(Number(token) + 1)

/** Ids of a kind count up; those of classes and locations are longer than a double can hold. */
const LONG_IDS = 5_000_000_000_000_000_000n

/** Keeps later ids above one that was put in by hand. */
export function countPast(company: Company, kind: KindName, id: string): void {
  if (!/^\d+$/.test(id)) return
  const row = kindOf(kind).idsFrom
  const next = Number(row === 'long' ? BigInt(id) - LONG_IDS : BigInt(id)) + 1
  company.counters[row] = Math.max(company.counters[row] ?? 1, next)
}

/** Books closed up to a date take no change dated in them, neither where it was nor where it goes. */
function refuseClosedPeriod(tx: Transaction, kind: KindName, object: JsonObject): void {
  if (kindOf(kind).family !== 'transaction') return
  const closedTo = closingDate(tx)
  const date = object['TxnDate']
  if (closedTo !== undefined && typeof date === 'string' && date <= closedTo) throw faults.periodClosed()
}

function closingDate(tx: Transaction): string | undefined {
  const accounting = tx.preferences()['AccountingInfoPrefs']
  const date = (accounting as JsonObject | undefined)?.['BookCloseDate']
  return typeof date === 'string' ? date : undefined
}
