import { z } from 'zod'
import type { Session } from '../../adapter.ts'
import type { DocumentChange, UnreadableChange } from '../../changes.ts'
import { ENTITY } from './changes-poll.ts'
import { readRow } from './changes-rows.ts'
import type { Outside } from './http.ts'
import { queryAll, within } from './query.ts'

/** One document, read like a row of a poll. Queries never show what was deleted, and always what was voided. */
export async function look(
  outside: Outside,
  session: Session,
  kind: DocumentChange['kind'],
  externalId: string,
): Promise<DocumentChange | UnreadableChange> {
  const [row] = await queryAll(outside, session, ENTITY[kind], z.looseObject({}), within('Id', [externalId]))
  if (row === undefined) return { kind, externalId, changedAt: null, state: 'gone', document: null }
  const read = readRow(kind, row)
  return 'unreadable' in read ? read.unreadable : (read.change as DocumentChange)
}
