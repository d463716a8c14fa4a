import type { UserActor } from '../access/actor.ts'
import type { TenantContext } from '../access/application.ts'
import { taskPriority, type countTasks, type TaskPriority } from '../contract/inbox.ts'
import type { OutputOf } from '../contract/use-case.ts'
import type { TaskRegistry } from './registry.ts'
import { isMine, isUnassigned, onlyActableBy } from './tasks.ts'

interface CountRow {
  kind: string
  priority: TaskPriority
  open: number
  mine: number
  unassigned: number
  overdue: number
  snoozed: number
}

/** One statement counts by kind and priority at once; every other number is a sum of those. */
export async function countVisibleTasks(
  ctx: TenantContext<UserActor>,
  registry: TaskRegistry,
): Promise<OutputOf<typeof countTasks>> {
  const rows = await countRows(ctx, registry)
  const total = (what: keyof Omit<CountRow, 'kind' | 'priority'>, among = rows) =>
    among.reduce((sum, row) => sum + row[what], 0)
  const kinds = [...new Set(rows.map((row) => row.kind))]
  return {
    open: total('open'),
    mine: total('mine'),
    unassigned: total('unassigned'),
    overdue: total('overdue'),
    snoozed: total('snoozed'),
    byKind: kinds
      .map((kind) => ({
        kind,
        count: total(
          'open',
          rows.filter((row) => row.kind === kind),
        ),
      }))
      .filter((each) => each.count > 0),
    byPriority: taskPriority.options.map((priority) => ({
      priority,
      count: total(
        'open',
        rows.filter((row) => row.priority === priority),
      ),
    })),
  }
}

async function countRows(ctx: TenantContext<UserActor>, registry: TaskRegistry): Promise<CountRow[]> {
  const { trx, actor } = ctx
  const now = ctx.clock.now()
  const seen = trx('inbox_tasks as t')
    .where('t.status', 'open')
    .select('t.kind', 't.priority', {
      mine: isMine(trx, actor),
      unassigned: isUnassigned(trx),
      overdue: trx.raw('coalesce(t.due_at < ?, false)', [now]),
      snoozed: trx.raw('coalesce(t.snoozed_until > ?, false)', [now]),
    })
  onlyActableBy(seen, trx, actor, registry)
  return await trx
    .from(seen.as('seen'))
    .groupBy('kind', 'priority')
    .orderBy(['kind', 'priority'])
    .select('kind', 'priority', {
      open: trx.raw('count(*) filter (where not snoozed)'),
      mine: trx.raw('count(*) filter (where not snoozed and mine)'),
      unassigned: trx.raw('count(*) filter (where not snoozed and unassigned)'),
      overdue: trx.raw('count(*) filter (where not snoozed and overdue)'),
      snoozed: trx.raw('count(*) filter (where snoozed)'),
    })
}
