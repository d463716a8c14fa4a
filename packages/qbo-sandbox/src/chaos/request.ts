import { KIND_NAMES, type KindName } from '../company/state.ts'
import type { Json, JsonObject } from '../json.ts'
import { isObject } from '../json.ts'
import type { Call } from './interference.ts'

/** One object that a call wants made or changed. */
export interface Wanted {
  operation: 'create' | 'update' | 'void' | 'delete'
  kind: KindName
  body: JsonObject
}

/** What a call wants done, alone or in a batch; nothing of what cannot be read. */
export function wantedBy({ what, body }: Call): Wanted[] {
  const parsed = parse(body)
  if (!isObject(parsed)) return []
  if (what !== 'batch') {
    const [operation = '', kind = ''] = what.split(' ')
    return one(operation, kind, parsed)
  }
  const items = parsed['BatchItemRequest']
  if (!Array.isArray(items)) return []
  return (items as readonly Json[]).flatMap((item) => {
    if (!isObject(item)) return []
    const kind = KIND_NAMES.find((each) => isObject(item[each]))
    if (kind === undefined) return []
    const voids = String(item['optionsData']).includes('void')
    return one(voids ? 'void' : String(item['operation']), kind, item[kind] as JsonObject)
  })
}

function one(operation: string, name: string, body: JsonObject): Wanted[] {
  const kind = KIND_NAMES.find((each) => each === name)
  const known = (['create', 'update', 'void', 'delete'] as const).find((each) => each === operation)
  return kind === undefined || known === undefined ? [] : [{ operation: known, kind, body }]
}

function parse(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json
  } catch {
    return undefined
  }
}

/** Every `value` of a reference of that name, wherever it stands. */
export function referencesIn(value: Json | undefined, name: string): string[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((each) => referencesIn(each, name))
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, each]) => {
    const own = key === name && isObject(each) ? each['value'] : undefined
    return [...(typeof own === 'string' ? [own] : []), ...referencesIn(each, name)]
  })
}
