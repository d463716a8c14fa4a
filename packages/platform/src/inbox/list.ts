import type { Knex } from 'knex'
import { z } from 'zod'
import type { UserActor } from '../access/actor.ts'
import type { TenantContext } from '../access/application.ts'
import type { listTasks } from '../contract/inbox.ts'
import { decodeCursor, encodeCursor } from '../contract/paging.ts'
import type { OutputOf, ParsedInputOf } from '../contract/use-case.ts'
import { badInput } from '../problem.ts'
import type { TaskRegistry } from './registry.ts'
import { toSummaries } from './summaries.ts'
import { isMine, isUnassigned, onlyActableBy, taskRows, toTask, type TaskRow } from './tasks.ts'

type Filters = ParsedInputOf<typeof listTasks>

export async function listVisibleTasks(
  ctx: TenantContext<UserActor>,
  registry: TaskRegistry,
  input: Filters,
): Promise<OutputOf<typeof listTasks>> {
  const now = ctx.clock.now()
  const query = taskRows(ctx.trx)
  onlyActableBy(query, ctx.trx, ctx.actor, registry)
  narrow(query, ctx, now, input)
  const order = ORDERS[input.sort]
  if (input.cursor !== undefined) order.after(query, input.cursor)
  order.by(query)
  const rows = await query.limit(input.limit + 1)
  const shown = rows.slice(0, input.limit)
  const last = rows.length > input.limit ? shown.at(-1) : undefined
  return {
    items: await toSummaries(ctx.trx, now, shown.map(toTask)),
    nextCursor: last ? encodeCursor(order.cursorOf(last)) : null,
  }
}

function narrow(query: Knex.QueryBuilder, ctx: TenantContext<UserActor>, now: Date, input: Filters): void {
  query.where('t.status', input.status)
  if (input.kind !== undefined) query.where('t.kind', input.kind)
  if (input.definitionId !== undefined) query.where('t.definition_id', input.definitionId)
  if (input.priority !== undefined) query.where('t.priority', input.priority)
  if (input.assigned === 'mine') query.whereRaw(isMine(ctx.trx, ctx.actor))
  if (input.assigned === 'unassigned') query.whereRaw(isUnassigned(ctx.trx))
  if (input.due === 'overdue') query.where('t.due_at', '<', now).where('t.status', 'open')
  if (input.snoozed === 'hidden') query.whereRaw('(t.snoozed_until is null or t.snoozed_until <= ?)', [now])
  if (input.snoozed === 'only') query.where('t.snoozed_until', '>', now)
  // A part of a word is enough; what is open in one tenant's inbox is few enough to look through.
  if (input.search) query.whereRaw('strpos(t.search_text, ?) > 0', [input.search.toLowerCase()])
}

interface Order {
  by(query: Knex.QueryBuilder): void
  after(query: Knex.QueryBuilder, cursor: string): void
  cursorOf(row: TaskRow): (string | number)[]
}

const moment = z.iso.datetime()
const NO_DUE_DATE = 'infinity'
const afterPriority = z.tuple([z.number().int(), z.union([moment, z.literal(NO_DUE_DATE)]), z.uuid()])
const afterNewest = z.tuple([moment, z.uuid()])

const ORDERS: Record<Filters['sort'], Order> = {
  priority: {
    by: (query) =>
      query.orderByRaw(`t.priority_rank, coalesce(t.due_at, 'infinity'::timestamptz), t.task_id`),
    after: (query, cursor) =>
      query.whereRaw(
        `(t.priority_rank, coalesce(t.due_at, 'infinity'::timestamptz), t.task_id) > (?, ?::timestamptz, ?)`,
        readCursor(cursor, afterPriority),
      ),
    cursorOf: (row) => [row.priority_rank, row.due_at ?? NO_DUE_DATE, row.task_id],
  },
  newest: {
    by: (query) => query.orderByRaw('t.raised_at desc, t.task_id desc'),
    after: (query, cursor) =>
      query.whereRaw('(t.raised_at, t.task_id) < (?::timestamptz, ?)', readCursor(cursor, afterNewest)),
    cursorOf: (row) => [row.raised_at, row.task_id],
  },
}

function readCursor<T>(cursor: string, shape: z.ZodType<T>): T {
  const parsed = shape.safeParse(decodeCursor(cursor))
  if (!parsed.success) throw badInput('This page of the list is not known. Begin again from the first.')
  return parsed.data
}
