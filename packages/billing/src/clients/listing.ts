import { badInput, type Problem, type TenantContext } from '@tieout/platform'
import {
  decodeCursor,
  encodeCursor,
  longText,
  uuid,
  type OutputOf,
  type ParsedInputOf,
} from '@tieout/platform/contract'
import { z } from 'zod'
import type { ClientSort, countClients, listClients } from '../contract/clients.ts'
import { clientCounts, clientPage, type ClientListRow } from './store.ts'
import { withTermsNames } from './terms-and-taxes.ts'

export async function listPage(
  { trx }: TenantContext,
  input: ParsedInputOf<typeof listClients>,
): Promise<OutputOf<typeof listClients>> {
  const after = input.cursor === undefined ? undefined : readCursor(input.cursor, input.sort)
  const found: ClientListRow[] = await clientPage(trx, { ...input, after })
  const items = found.slice(0, input.limit)
  const last = items.at(-1)
  return {
    items: await withTermsNames(trx, items),
    nextCursor: last && found.length > items.length ? cursorAt(last, input.sort) : null,
  }
}

export async function countAll(
  { trx }: TenantContext,
  { search }: ParsedInputOf<typeof countClients>,
): Promise<OutputOf<typeof countClients>> {
  const found: { status: string; clients: number }[] = await clientCounts(trx, search)
  const of = (status: string) => found.find((each) => each.status === status)?.clients ?? 0
  return { active: of('active'), inactive: of('inactive'), all: of('active') + of('inactive') }
}

const valueOf: Record<ClientSort, (row: ClientListRow) => string> = {
  name: (row) => row.nameKey,
  created_at: (row) => row.createdAt,
  updated_at: (row) => row.updatedAt,
}

const cursorAt = (row: ClientListRow, sort: ClientSort) =>
  encodeCursor([sort, valueOf[sort](row), row.clientId])

function readCursor(cursor: string, sort: ClientSort): { value: string; clientId: string } {
  const value = sort === 'name' ? longText : z.iso.datetime()
  const parsed = z.tuple([z.literal(sort), value, uuid]).safeParse(decodeCursor(cursor))
  if (!parsed.success) throw notOurs()
  return { value: parsed.data[1], clientId: parsed.data[2] }
}

function notOurs(): Problem {
  const message = 'is no cursor of this list in this order'
  return badInput(`cursor: ${message}`, [{ field: 'cursor', reason: 'invalid', message }])
}
