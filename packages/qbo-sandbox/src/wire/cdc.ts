import type { Company, KindName, Table } from '../company/state.ts'
import { keyOf } from '../company/state.ts'
import { faults } from '../fault.ts'
import { toJson } from '../json.ts'
import { kindByPath } from '../kinds/all.ts'
import { instantOf, stampSeconds } from '../time.ts'

/** What differs between accounts of the real service, so it can be chosen here. */
export interface ChangePollKnobs {
  /** At most so many objects in one answer, without any paging. */
  cap: number
  /** Whether the cap counts all objects of an answer together or each entity's. */
  capCounts: 'all' | 'each'
  /** How far back a poll may look. */
  days: number
}

export const changePollKnobs: ChangePollKnobs = { cap: 1000, capCounts: 'all', days: 30 }

/** Kinds that a poll refuses although they exist. */
const UNPOLLED = new Set(['taxagency', 'taxcode', 'taxrate', 'journalcode', 'timeactivity'])

export const isPolled = (kind: string): boolean => !UNPOLLED.has(kind.toLowerCase())

/** `"CDCResponse":[…]`: per asked entity what changed since, oldest first, what was deleted last. */
export function changesMember(
  company: Company,
  query: URLSearchParams,
  now: number,
  knobs: ChangePollKnobs,
): string {
  const kinds = askedKinds(query.get('entities'))
  const since = sinceOf(query.get('changedSince'), now, knobs)
  let room = knobs.cap
  const groups = kinds.map((kind) => {
    const group = changed(company, kind, since, now, knobs.capCounts === 'all' ? room : knobs.cap)
    room -= group.active.length + group.deleted.length
    return groupText(kind, group)
  })
  const texts = groups.every((each) => each === '{}') ? ['{}'] : groups
  return `"CDCResponse":[{"QueryResponse":[${texts.join(',')}]}]`
}

interface Group {
  active: string[]
  deleted: string[]
}

function askedKinds(entities: string | null): KindName[] {
  const names = (entities ?? '').split(',').map((each) => each.trim())
  if (names.some((each) => each === '')) throw faults.required('entities')
  return names.map((name) => {
    if (!isPolled(name)) {
      throw faults.unsupportedOperation(`cdc for entity ${name}`)
    }
    const kind = kindByPath(name)
    if (kind === undefined) throw faults.unmodelled(`change polls of ${name}`)
    return kind.name
  })
}

function sinceOf(text: string | null, now: number, knobs: ChangePollKnobs): number {
  if (text === null || text === '') throw faults.required('changedSince')
  // Shipped clients leave the plus sign of an offset as it is, so that it arrives as a blank.
  const since = instantOf(text.trim().replace(/ (\d{2}:?\d{2})$/, '+$1'))
  if (since === undefined) throw faults.invalidDate('changedSince', text.slice(0, 100))
  if (now - since > knobs.days * 86_400_000) {
    throw faults.unsupportedOperation(
      `cdc with changedSince date ${text.slice(0, 40)} which is older than fixed days`,
    )
  }
  return since
}

function changed(company: Company, kind: KindName, since: number, now: number, room: number): Group {
  const table = company.tables[kind]
  const group: Group = { active: [], deleted: [] }
  const deletions: string[] = []
  for (let index = firstAt(table, since); index < table.changes.length; index += 1) {
    if (group.active.length >= room) break
    const change = table.changes[index]
    if (change === undefined || table.latest.get(change.id) !== change.sequence) continue
    if ((company.lateUntil.get(keyOf(kind, change.id)) ?? 0) > now) continue
    const row = table.rows.get(change.id)
    if (row !== undefined) group.active.push(toJson(row))
    else deletions.push(deletedText(change.id, change.at))
  }
  group.deleted = deletions.slice(0, Math.max(room - group.active.length, 0))
  return group
}

const deletedText = (id: string, at: number) =>
  `{"domain":"QBO","status":"Deleted","Id":"${id}","MetaData":{"LastUpdatedTime":"${stampSeconds(at)}"}}`

/** Position of the first change at or after an instant; changes stand in the order of their stamps. */
function firstAt(table: Table, since: number): number {
  let low = 0
  let high = table.changes.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((table.changes[middle]?.at ?? 0) < since) low = middle + 1
    else high = middle
  }
  return low
}

function groupText(kind: KindName, { active, deleted }: Group): string {
  const count = active.length + deleted.length
  if (count === 0) return '{}'
  const start = active.length === 0 ? '' : '"startPosition":1,'
  return `{"${kind}":[${[...active, ...deleted].join(',')}],${start}"maxResults":${count}}`
}
