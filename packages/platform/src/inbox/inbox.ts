import type { Actor } from '../access/actor.ts'
import type { Clock } from '../clock.ts'
import type { TaskPriority } from '../contract/inbox.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import type { Notifier } from '../notifications/notifier.ts'
import { assigneesWhoMayAct, insertAssignees, loadStaff, peopleBehind, type Assignees } from './assignees.ts'
import { closeOpenTasks, upsertTasks, type NewTask } from './changes.ts'
import type { Money, Task } from './definitions.ts'
import { recordTaskEvents, type TaskEventDraft } from './history.ts'
import type { TaskRegistry } from './registry.ts'
import { tellAssigned } from './tell.ts'

/** What modules ask of the inbox. All of it works inside the caller's transaction, and on whole sets. */
export interface Inbox {
  /**
   * Asks people to do something. There is one open task per tenant and dedupe key: raising it
   * again renews its sentence and context and counts, and leaves due date, snooze, claim and
   * assignees as they are. Answers one entry per key, in the order given.
   */
  raise(trx: Transaction, tenant: string, drafts: readonly TaskDraft[], by?: Actor): Promise<RaisedTask[]>
  /** The cause is gone: closes what is open under these keys. Answers how many tasks that were. */
  closeByDedupeKey(trx: Transaction, tenant: string, keys: readonly string[], reason: string): Promise<number>
  /** The open tasks under these keys: id by key. */
  openByDedupeKey(trx: Transaction, keys: readonly string[]): Promise<Map<string, string>>
}

export interface TaskDraft {
  /** A registered kind. */
  kind: string
  /** Names the cause across all kinds, such as `accounting_sync_drift:invoice:<id>`. */
  dedupeKey: string
  /** Fills the title's sentence: names, counts. People search in it. */
  params: Task['params']
  context: Record<string, unknown>
  /** Default `normal`. High and urgent ones are told by mail too. */
  priority?: TaskPriority
  dueAt?: Date | null
  money?: Money | null
  /** Left out: open to everyone who may act on this kind. Those who may not act are left out. */
  assignTo?: { roleKeys?: readonly string[]; roleIds?: readonly string[]; userIds?: readonly string[] }
  /** For a task made by hand from a definition of the tenant. */
  definitionId?: string
}

export interface RaisedTask {
  taskId: string
  dedupeKey: string
  isNew: boolean
  occurrences: number
}

export interface InboxServices {
  registry: TaskRegistry
  notifier: Notifier
  clock: Clock
  ids: Ids
}

export function createInbox(services: InboxServices): Inbox {
  return {
    raise: (trx, tenant, drafts, by) => raise(services, trx, tenant, drafts, by ?? productAt(tenant)),
    async closeByDedupeKey(trx, tenant, keys, reason) {
      const closed = await closeOpenTasks(trx, services.clock, keys)
      const events = closed.map((taskId): TaskEventDraft => ({
        taskId,
        event: 'closed',
        details: { reason },
      }))
      await recordTaskEvents(trx, services.clock, tenant, productAt(tenant), events)
      return closed.length
    },
    openByDedupeKey: openTasks,
  }
}

async function openTasks(trx: Transaction, keys: readonly string[]): Promise<Map<string, string>> {
  if (keys.length === 0) return new Map()
  const rows: { dedupe_key: string; task_id: string }[] = await trx('inbox_tasks')
    .where('status', 'open')
    .whereIn('dedupe_key', [...keys])
    .orderBy('dedupe_key')
    .select('dedupe_key', 'task_id')
  return new Map(rows.map((row) => [row.dedupe_key, row.task_id]))
}

const productAt = (tenant: string): Actor => ({ kind: 'system', tenant, name: 'inbox' })

async function raise(
  services: InboxServices,
  trx: Transaction,
  tenant: string,
  drafts: readonly TaskDraft[],
  by: Actor,
): Promise<RaisedTask[]> {
  if (drafts.length === 0) return []
  const wanted = oncePerKey(services, drafts)
  const upserted = await upsertTasks(trx, services.clock, tenant, wanted)
  const raised = wanted.map(({ taskId, draft }): RaisedTask => {
    const row = upserted.get(draft.dedupeKey)
    if (!row) throw new Error(`raising ${draft.dedupeKey} left no task`)
    // The row carries our id only if we inserted it.
    return { ...row, dedupeKey: draft.dedupeKey, isNew: row.taskId === taskId }
  })
  await recordTaskEvents(trx, services.clock, tenant, by, raised.map(raisedEvent))
  const fresh = new Set(raised.filter((task) => task.isNew).map((task) => task.taskId))
  await assignNew(
    services,
    trx,
    tenant,
    by,
    wanted.filter((task) => fresh.has(task.taskId)),
  )
  return raised
}

const raisedEvent = (task: RaisedTask): TaskEventDraft => ({
  taskId: task.taskId,
  event: task.isNew ? 'raised' : 'repeated',
  details: { occurrences: task.occurrences },
})

/** A key given twice in one call is one task reported twice; the last draft has the newest words. */
function oncePerKey(services: InboxServices, drafts: readonly TaskDraft[]): NewTask[] {
  const byKey = new Map<string, NewTask>()
  for (const draft of drafts) {
    services.registry.find(draft.kind)
    const before = byKey.get(draft.dedupeKey)
    const taskId = before?.taskId ?? services.ids.uuid()
    byKey.set(draft.dedupeKey, { taskId, draft, times: (before?.times ?? 0) + 1 })
  }
  return [...byKey.values()]
}

async function assignNew(
  services: InboxServices,
  trx: Transaction,
  tenant: string,
  by: Actor,
  fresh: readonly NewTask[],
): Promise<void> {
  const withWishes = fresh.filter(({ draft }) => draft.assignTo)
  if (withWishes.length === 0) return
  const staff = await loadStaff(trx)
  const given = withWishes
    .map(({ taskId, draft }) => ({
      taskId,
      draft,
      assignees: assigneesWhoMayAct(services.registry, draft.kind, draft.assignTo ?? {}, staff),
    }))
    .filter(({ assignees }) => !isNobody(assignees))
  await insertAssignees(trx, tenant, given)
  const events = given.map(({ taskId, assignees }): TaskEventDraft => ({
    taskId,
    event: 'assigned',
    details: { ...assignees },
  }))
  await recordTaskEvents(trx, services.clock, tenant, by, events)
  const told = given.map(({ taskId, draft, assignees }) => ({
    taskId,
    kind: draft.kind,
    params: draft.params,
    priority: draft.priority ?? 'normal',
    assignments: 1,
    people: peopleBehind(services.registry, draft.kind, assignees, staff),
  }))
  await tellAssigned(services.notifier, trx, tenant, told)
}

const isNobody = (assignees: Assignees) => assignees.roleIds.length === 0 && assignees.userIds.length === 0
