import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import { nextDue } from './recurrence.ts'
import type { JobPayload, Recurrence } from './runner.ts'

export type ScheduleTable = 'job_schedules' | 'system_job_schedules'

export interface Schedule {
  scheduleId: string
  kind: string
  tenant: string | null
  singletonKey: string
  recurrence: Recurrence
  payload: JobPayload
  nextDueAt: string
  lastRunAt: string | null
}

export interface NewSchedule {
  kind: string
  recurrence: Recurrence
  payload: JobPayload
  singletonKey: string
}

const tableOf = (tenant: string | null): ScheduleTable =>
  tenant === null ? 'system_job_schedules' : 'job_schedules'

/**
 * Registers a schedule, or replaces the one of the same kind, tenant and key. Said again unchanged,
 * as at every start, it keeps its due time: a server that restarts often must not starve it.
 */
export async function putSchedule(
  trx: Transaction,
  ports: { clock: Clock; ids: Ids },
  schedule: NewSchedule,
): Promise<string> {
  const { kind, recurrence, payload, singletonKey } = schedule
  const { tenant } = payload
  const now = ports.clock.now()
  const row = {
    ...(tenant === null ? {} : { tenant }),
    schedule_id: ports.ids.uuid(),
    kind,
    singleton_key: singletonKey,
    every_seconds: 'cron' in recurrence ? null : recurrence.everySeconds,
    cron: 'cron' in recurrence ? recurrence.cron : null,
    time_zone: 'cron' in recurrence ? recurrence.timeZone : null,
    payload: JSON.stringify(payload),
    next_due_at: nextDue(recurrence, { kind, tenant, singletonKey }, now),
    created_at: now,
  }
  const table = tableOf(tenant)
  const identity = [...(tenant === null ? [] : ['tenant']), 'kind', 'singleton_key']
  const [stored]: { schedule_id: string }[] = await trx(table)
    .insert(row)
    .onConflict(identity)
    .merge({
      every_seconds: row.every_seconds,
      cron: row.cron,
      time_zone: row.time_zone,
      payload: row.payload,
      next_due_at: trx.raw(
        `case when (??.every_seconds, ??.cron, ??.time_zone)
                   is not distinct from (excluded.every_seconds, excluded.cron, excluded.time_zone)
              then ??.next_due_at else excluded.next_due_at end`,
        [table, table, table, table],
      ),
    })
    .returning('schedule_id')
  if (!stored) throw new Error(`the schedule of ${kind} was not stored`)
  return stored.schedule_id
}

export async function removeSchedule(trx: Transaction, tenant: string | null, id: string): Promise<boolean> {
  const owner = tenant === null ? {} : { tenant }
  return (
    (await trx(tableOf(tenant))
      .where({ ...owner, schedule_id: id })
      .delete()) > 0
  )
}

export async function findSchedule(trx: Transaction, tenant: string, id: string): Promise<Schedule | null> {
  const row: ScheduleRow | undefined = await trx('job_schedules').where({ tenant, schedule_id: id }).first()
  return row ? toSchedule(row) : null
}

export interface SchedulePage {
  after: { kind: string; singletonKey: string } | null
  limit: number
}

export async function listSchedules(
  trx: Transaction,
  tenant: string,
  page: SchedulePage,
): Promise<Schedule[]> {
  const rows: ScheduleRow[] = await trx('job_schedules')
    .where({ tenant })
    .modify((query) => {
      if (page.after) {
        void query.whereRaw('(kind, singleton_key) > (?, ?)', [page.after.kind, page.after.singletonKey])
      }
    })
    .orderBy(['kind', 'singleton_key'])
    .limit(page.limit)
  return rows.map(toSchedule)
}

/** Due schedules of these kinds, locked until the transaction ends; those another sweep holds are skipped. */
export async function claimDue(
  trx: Transaction,
  table: ScheduleTable,
  kinds: readonly string[],
  now: Date,
  limit: number,
): Promise<Schedule[]> {
  const rows: ScheduleRow[] = await trx(table)
    .where('next_due_at', '<=', now)
    .whereIn('kind', kinds)
    .orderBy(['next_due_at', 'schedule_id'])
    .limit(limit)
    .forUpdate()
    .skipLocked()
  return rows.map(toSchedule)
}

/** Notes that these ran and when each is due next: past now, however many firings were missed. */
export async function advance(
  trx: Transaction,
  table: ScheduleTable,
  schedules: readonly Schedule[],
  now: Date,
): Promise<void> {
  const sameTenant = table === 'job_schedules' ? 'and schedule.tenant = due.tenant' : ''
  const due = schedules.map((each) => ({
    tenant: each.tenant,
    schedule_id: each.scheduleId,
    next_due_at: nextDue(each.recurrence, each, now),
  }))
  await trx.raw(
    `update ?? as schedule set last_run_at = ?, next_due_at = due.next_due_at
       from jsonb_to_recordset(?) as due (tenant uuid, schedule_id uuid, next_due_at timestamptz)
      where schedule.schedule_id = due.schedule_id ${sameTenant}`,
    [table, now, JSON.stringify(due)],
  )
}

interface ScheduleRow {
  tenant?: string
  schedule_id: string
  kind: string
  singleton_key: string
  every_seconds: number | null
  cron: string | null
  time_zone: string | null
  payload: JobPayload
  next_due_at: string
  last_run_at: string | null
}

function toSchedule(row: ScheduleRow): Schedule {
  return {
    scheduleId: row.schedule_id,
    kind: row.kind,
    tenant: row.tenant ?? null,
    singletonKey: row.singleton_key,
    recurrence:
      row.cron === null
        ? { everySeconds: Number(row.every_seconds) }
        : { cron: row.cron, timeZone: row.time_zone ?? 'UTC' },
    payload: row.payload,
    nextDueAt: row.next_due_at,
    lastRunAt: row.last_run_at,
  }
}
