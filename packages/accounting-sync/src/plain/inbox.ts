import type { HostInbox, HostNotifications, TaskDraft, Trx } from '../host.ts'
import type { Ports } from './ports.ts'

/** A task as it waits for somebody. */
export interface OpenTask extends TaskDraft {
  taskId: string
  raisedAt: string
}

/** What waits for people, what is urgent and what waits longest first. `TASK_KINDS` are the kinds. */
export async function openTasks(trx: Trx, tenant: string, limit = 200): Promise<OpenTask[]> {
  const { rows } = await trx.raw(
    `select task_id as "taskId", key as "dedupeKey", kind, params, context, priority, money, raised_at as "raisedAt"
     from accounting_plain_tasks where tenant = ? and closed_at is null
     order by array_position(array['urgent', 'high', 'normal', 'low'], priority), raised_at, task_id limit ?`,
    [tenant, limit],
  )
  return rows
}

/** One open task for each key; closed ones stay, with why. */
export const taskTable = ({ clock, ids }: Pick<Ports, 'clock' | 'ids'>): HostInbox => ({
  async raise(trx, tenant, drafts) {
    // The last word for a key is the one that counts.
    const byKey = new Map(drafts.map((each) => [each.dedupeKey, each]))
    if (byKey.size === 0) return
    const rows = [...byKey.values()].map((each) => ({
      tenant,
      task_id: ids.uuid(),
      key: each.dedupeKey,
      kind: each.kind,
      params: JSON.stringify(each.params),
      context: JSON.stringify(each.context),
      priority: each.priority ?? 'normal',
      money: each.money == null ? null : JSON.stringify(each.money),
      raised_at: clock.now(),
    }))
    await trx('accounting_plain_tasks')
      .insert(rows)
      .onConflict(trx.raw('(tenant, key) where closed_at is null'))
      .merge(['params', 'context', 'priority', 'money'])
  },
  async close(trx, tenant, keys, reason) {
    await trx('accounting_plain_tasks')
      .where({ tenant, closed_at: null })
      .whereIn('key', keys)
      .update({ closed_at: clock.now(), closed_because: reason })
  },
  async open(trx, tenant, keys) {
    const rows = await trx('accounting_plain_tasks')
      .where({ tenant, closed_at: null })
      .whereIn('key', keys)
      .orderBy('key')
      .select('key', 'task_id')
    return new Map(rows.map((each) => [each.key, each.task_id]))
  },
})

/** Kept, and told once for each key. `tell` is for what rings: it is part of the same transaction. */
export const noticeTable = (
  { clock }: Pick<Ports, 'clock'>,
  tell: HostNotifications['tellAdmins'] = async () => {},
): HostNotifications => ({
  async tellAdmins(trx, tenant, notice) {
    const { kind, dedupeKey, params, link } = notice
    const fresh = await trx('accounting_plain_notices')
      .insert({ tenant, key: dedupeKey, kind, params: JSON.stringify(params), link, told_at: clock.now() })
      .onConflict(['tenant', 'key'])
      .ignore()
      .returning('key')
    if (fresh.length > 0) await tell(trx, tenant, notice)
  },
})
