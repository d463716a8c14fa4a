import { mappedThings, NOTHING, type MappedType } from '../engine/mapping/things.ts'
import type { SyncHost, Trx } from '../host.ts'

/** What keeps a document, by the name that people know it by. */
export interface HeldBy {
  what: 'customer' | 'item' | 'tax_code'
  entityId: string | null
  name: string | null
}

const WHAT = { client: 'customer', service: 'item', tax: 'tax_code' } as const
const TYPES = Object.keys(WHAT) as (keyof typeof WHAT & MappedType)[]

/** The causes that operations wait for, by cause; at most one read of each type, however many they are. */
export async function heldBy(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  causes: readonly string[],
): Promise<Map<string, HeldBy>> {
  const named = new Map<string, HeldBy>()
  for (const type of TYPES) {
    const ids = [...new Set(causes)].filter((each) => each.startsWith(`${type}:`)).map(idIn)
    if (ids.length === 0) continue
    const things = await mappedThings(host, trx, tenant, type, ids)
    const names = new Map(things.map(({ id, name }) => [id, name]))
    for (const id of ids) {
      const name = names.get(id)
      // Lines without a service have nothing to be named by.
      const entityId = type === 'service' && id === NOTHING ? null : id
      named.set(`${type}:${id}`, {
        what: WHAT[type],
        entityId,
        name: name === undefined || name === '' ? null : name,
      })
    }
  }
  return named
}

const idIn = (cause: string): string => cause.slice(cause.indexOf(':') + 1)
