import { z } from 'zod'
import type { Found, FrozenWrite, Session } from '../../adapter.ts'
import { entityOf, foundOf } from './entities.ts'
import { goneAs } from './gone.ts'
import type { Outside } from './http.ts'
import { markerIn } from './map/found.ts'
import { queryAll, unreadable, within } from './query.ts'

/**
 * What of these writes is over there. Asked for by number; where the company numbers documents itself, or a
 * bookkeeper may have given it another number since, by customer and date. The marker in the note, which cannot be
 * asked for, tells ours from all others that come: somebody may have keyed the same number by hand.
 */
export async function find(
  outside: Outside,
  session: Session,
  writes: readonly FrozenWrite[],
): Promise<(Found | null)[]> {
  const found = new Map<string, Found>()
  const byId = await standing(outside, session, writes)
  const wanted = new Set(writes.map((each) => each.marker))
  for (const kind of new Set(writes.map((each) => each.kind))) {
    const ofKind = writes.filter((each) => each.kind === kind && each.takesOff === undefined)
    const askFor = async (conditions: readonly string[]) => {
      for (const where of conditions) {
        const rows = await queryAll(outside, session, entityOf(kind), noted, where)
        // What others wrote is not read any further: an oddity in it must not hide ours.
        const ours = rows.filter((row) => wanted.has(markerIn(row.PrivateNote ?? '') ?? ''))
        for (const each of ours) keep(found, kind, foundIn(kind, each))
      }
    }
    await askFor(numbered(ofKind, kind === 'payment' ? 'PaymentRefNum' : 'DocNumber'))
    const isLeft = ({ action, intent, marker }: FrozenWrite) =>
      (intent.number === null || action === 'create') && !found.has(keyOf(kind, marker))
    await askFor(dated(ofKind.filter(isLeft)))
  }
  return writes.map((write) => {
    const { kind, marker, takesOff } = write
    if (takesOff !== undefined) return byId.get(takesOff.externalId) ?? goneAs(write)
    return found.get(keyOf(kind, marker)) ?? null
  })
}

/** What something of ours is taken off may be another's, and is known by its id. */
async function standing(
  outside: Outside,
  session: Session,
  writes: readonly FrozenWrite[],
): Promise<Map<string, Found>> {
  const ids = unique(writes.flatMap(({ takesOff }) => takesOff?.externalId ?? []))
  const found = new Map<string, Found>()
  for (const each of chunks(ids)) {
    const rows = await queryAll(outside, session, entityOf('payment'), noted, within('Id', each))
    for (const row of rows) {
      const object = foundIn('payment', row)
      found.set(object.externalId, object)
    }
  }
  return found
}

const noted = z.looseObject({ PrivateNote: z.string().nullish() })

function foundIn(kind: string, row: object): Found {
  const object = foundOf(kind, row)
  if (object === undefined) throw unreadable(null)
  return object
}

/** One that stands counts before one that was voided: a document may be sent again after its void. */
function keep(found: Map<string, Found>, kind: string, object: Found): void {
  if (object.marker === null) return
  const key = keyOf(kind, object.marker)
  const known = found.get(key)
  if (known === undefined || (known.voided && !object.voided)) found.set(key, object)
}

const keyOf = (kind: string, marker: string) => `${kind} ${marker}`

/** Addresses of a query grow with it, and gateways cut them off. */
const MOST_IN_A_QUERY = 30

function numbered(writes: readonly FrozenWrite[], property: string): string[] {
  const numbers = writes.flatMap(({ intent }) => intent.number ?? [])
  return chunks(unique(numbers)).map((each) => within(property, each))
}

function dated(writes: readonly FrozenWrite[]): string[] {
  return chunks(writes).map((each) => {
    const customers = unique(each.map(({ intent }) => intent.customerId))
    const dates = unique(each.map(({ intent }) => intent.issueDate))
    return `${within('CustomerRef', customers)} and ${within('TxnDate', dates)}`
  })
}

const unique = (texts: readonly string[]): string[] => [...new Set(texts)]

function chunks<T>(all: readonly T[]): T[][] {
  const cut: T[][] = []
  for (let start = 0; start < all.length; start += MOST_IN_A_QUERY)
    cut.push(all.slice(start, start + MOST_IN_A_QUERY))
  return cut
}
