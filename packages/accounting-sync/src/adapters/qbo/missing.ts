import { z } from 'zod'
import type { Session } from '../../adapter.ts'
import type { ChangeKind } from '../../changes.ts'
import { ENTITY } from './changes-poll.ts'
import type { Outside } from './http.ts'
import { queryAll, within } from './query.ts'

/** Addresses grow with the ids in them. */
const MOST_AT_ONCE = 200

/** Queries never show what was deleted, and always what was voided: whoever is not among them is gone. */
export async function missing(
  outside: Outside,
  session: Session,
  kind: ChangeKind,
  ids: readonly string[],
): Promise<string[]> {
  const there = new Set<string>()
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    const some = ids.slice(start, start + MOST_AT_ONCE)
    if (start > 0) await session.turn?.()
    const rows = await queryAll(outside, session, ENTITY[kind], withId, within('Id', some))
    for (const { Id: id } of rows) there.add(id)
  }
  return ids.filter((each) => !there.has(each))
}

const withId = z.looseObject({ Id: z.string() })
