import { z } from 'zod'
import type { Session } from '../../adapter.ts'
import type { LinkedKind } from '../../changes.ts'
import { ENTITY } from './changes-poll.ts'
import type { Outside } from './http.ts'
import { everyoneOf, queryAll, within } from './query.ts'

/** Addresses grow with the ids in them. */
const MOST_AT_ONCE = 200

/**
 * Queries never show what was deleted, and always what was voided: whoever is not among them is gone. Customers that
 * are out of use are not shown unless they are asked for.
 */
export async function missing(
  outside: Outside,
  session: Session,
  kind: LinkedKind,
  ids: readonly string[],
): Promise<string[]> {
  const there = new Set<string>()
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const some = ids.slice(start, start + MOST_AT_ONCE)
    if (start > 0) await session.turn?.()
    const rows = await queryAll(outside, session, ENTITY[kind], withId, within('Id', some) + everyoneOf(kind))
    for (const { Id: id } of rows) there.add(id)
  }
  return ids.filter((each) => !there.has(each))
}

const withId = z.looseObject({ Id: z.string() })
