import type { Trx } from '../host.ts'
import { jsonText, plainText } from './json.ts'
import { LEASE_HELD } from './lease.ts'
import type { Lease, Target } from './place.ts'
import type { RunOf } from './viewer.ts'

export type CycleTrigger = 'schedule' | 'sync_now' | 'connect' | 'refresh' | 'worker'

/** One run, or several idle ones in a row as one. Instants are ISO text. */
export interface Cycle extends Target {
  cycleId: string
  trigger: CycleTrigger
  status: 'running' | 'done' | 'failed' | 'abandoned'
  startedAt: string
  firstStartedAt: string
  finishedAt: string | null
  cursorBefore: string | null
  cursorAfter: string | null
  stats: Record<string, unknown>
  idle: boolean
  repeats: number
  error: string | null
}

const CYCLE = `c.cycle_id as "cycleId", c.adapter_type as "adapterType", c.target_realm as realm, c.trigger,
  c.status, c.started_at as "startedAt", c.first_started_at as "firstStartedAt", c.finished_at as "finishedAt",
  c.cursor_before as "cursorBefore", c.cursor_after as "cursorAfter", c.stats, c.idle, c.repeats, c.error`

const THIS_COMPANY = `c.tenant = :tenant and c.adapter_type = :adapterType and c.target_realm = :realm`

/** Up to where the last run that was done has been told what changed, by the service's clock. */
export const TOLD_UP_TO = `(select c.cursor_after from accounting_sync_cycles c
      where ${THIS_COMPANY} and c.status = 'done' and c.cursor_after is not null
      order by c.started_at desc, c.cycle_id desc limit 1)`

/**
 * Begins a run in the name of the holder of the lease, from where the last one that was done came to. Runs
 * whose holder lost the lease are abandoned in the same statement. Null when the lease is another's.
 */
export async function startCycle(
  trx: Trx,
  tenant: string,
  lease: Lease,
  cycle: { cycleId: string; trigger: CycleTrigger; at: Date },
): Promise<StartedCycle | null> {
  const { rows } = await trx.raw(START, { tenant, ...lease, ...cycle })
  return rows[0] ?? null
}

/** With what the run has to know from the start, so that an idle one asks for nothing more. */
export interface StartedCycle extends Cycle {
  waitsForPeriod: boolean
  /** Frames of holders before that have no answer; no other is made but by the holder of the lease. */
  framesLeft: boolean
  /** Something that came in waits until it can be applied. */
  somethingWaits: boolean
  /** Payments of ours that came out otherwise than they were meant, and that nobody got to look at since. */
  differing: string[]
}

const START = `
  with abandoned as (
    update accounting_sync_cycles c set status = 'abandoned', finished_at = :at
    where ${THIS_COMPANY} and c.status = 'running' and c.lease_epoch < :epoch and ${LEASE_HELD}
  )
  insert into accounting_sync_cycles as c (tenant, cycle_id, adapter_type, target_realm, trigger, status,
    lease_epoch, started_at, first_started_at, cursor_before, stats)
  select :tenant, :cycleId, :adapterType, :realm, :trigger, 'running', :epoch, :at, :at,
    ${TOLD_UP_TO},
    '{}'
  where ${LEASE_HELD}
  returning ${CYCLE}, exists (select from accounting_sync_operations o
    where o.tenant = :tenant and o.adapter_type = :adapterType and o.target_realm = :realm
      and o.status = 'pending' and o.wait_reason = 'closed_period') as "waitsForPeriod",
    exists (select from accounting_sync_frames f where f.tenant = :tenant and f.adapter_type = :adapterType
      and f.target_realm = :realm and f.status in ('frozen', 'unknown')) as "framesLeft",
    exists (select from accounting_sync_observations w where w.tenant = :tenant
      and w.adapter_type = :adapterType and w.target_realm = :realm) as "somethingWaits",
    array (select distinct m.external_id from tenant_external_entity_mappings m where m.tenant = :tenant
      and m.adapter_type = :adapterType and m.target_realm = :realm and m.status = 'drift'
      and m.alga_entity_type = 'payment' and m.metadata -> 'toBeLookedAt' is not null order by m.external_id limit 50) as differing`

/** What it is at and how far. */
export async function noteProgress(
  trx: Trx,
  tenant: string,
  lease: Lease,
  cycleId: string,
  stats: Record<string, unknown>,
): Promise<boolean> {
  const { rowCount } = await trx.raw(
    `update accounting_sync_cycles c set stats = cast(:stats as jsonb)
     where c.tenant = :tenant and c.cycle_id = :cycleId and c.status = 'running' and ${LEASE_HELD}`,
    { tenant, ...lease, cycleId, stats: jsonText(stats) },
  )
  return rowCount === 1
}

export interface CycleEnd {
  cycleId: string
  status: 'done' | 'failed'
  cursorAfter: string | null
  stats: Record<string, unknown>
  error: string | null
  /** Nothing was to be done: it swallows the run before it if that was idle too. */
  idle: boolean
  at: Date
}

/**
 * Writes the end of a run and lets the lease go, in one statement. False when the lease was lost: then
 * nothing is written, the cursor least of all.
 */
export async function finishCycle(trx: Trx, tenant: string, lease: Lease, end: CycleEnd): Promise<boolean> {
  const { rowCount } = await trx.raw(FINISH, {
    tenant,
    ...lease,
    ...end,
    error: end.error === null ? null : plainText(end.error),
    stats: jsonText(end.stats),
  })
  return rowCount === 1
}

const FINISH = `
  with released as (
    update accounting_connections set lease_holder = null, lease_until = null
    where tenant = :tenant and connection_id = :connectionId and lease_epoch = :epoch
    returning 1
  ), folded as (
    delete from accounting_sync_cycles c
    where cast(:idle as boolean) and :status = 'done' and c.idle and c.status = 'done' and exists (select from released)
      and c.tenant = :tenant and c.cycle_id = (
        select c.cycle_id from accounting_sync_cycles c where ${THIS_COMPANY} and c.cycle_id <> :cycleId
        order by c.started_at desc, c.cycle_id desc limit 1)
    returning c.repeats, c.first_started_at, c.cursor_before
  )
  update accounting_sync_cycles c set status = :status, finished_at = :at, cursor_after = :cursorAfter,
    stats = cast(:stats as jsonb), error = :error, idle = :idle,
    repeats = 1 + coalesce((select repeats from folded), 0),
    first_started_at = coalesce((select first_started_at from folded), c.first_started_at),
    cursor_before = coalesce((select cursor_before from folded), c.cursor_before)
  where c.tenant = :tenant and c.cycle_id = :cycleId and c.status = 'running'
    and exists (select from released)`

/** The service's clock when the company was connected: the first run asks from there. Known before, it stays. */
export async function keepFirstCursor(
  trx: Trx,
  tenant: string,
  target: Target,
  { cycleId, cursor, at }: { cycleId: string; cursor: string; at: Date },
): Promise<void> {
  await trx.raw(
    `insert into accounting_sync_cycles as c (tenant, cycle_id, adapter_type, target_realm, trigger, status,
       lease_epoch, started_at, first_started_at, finished_at, cursor_after, stats)
     select :tenant, :cycleId, :adapterType, :realm, 'connect', 'done', 0, :at, :at, :at, :cursor, '{}'
     where not exists (select from accounting_sync_cycles c
       where ${THIS_COMPANY} and c.status = 'done' and c.cursor_after is not null)`,
    { tenant, adapterType: target.adapterType, realm: target.realm, cycleId, cursor, at },
  )
}

/** The run that Sync now joins. */
export async function runningCycle(trx: Trx, tenant: string, target: Target): Promise<Cycle | null> {
  const { rows } = await trx.raw(
    `select ${CYCLE} from accounting_sync_cycles c where ${THIS_COMPANY} and c.status = 'running'
     order by c.started_at desc, c.cycle_id desc limit 1`,
    { tenant, adapterType: target.adapterType, realm: target.realm },
  )
  return rows[0] ?? null
}

export async function readCycle(trx: Trx, tenant: string, cycleId: string): Promise<Cycle | null> {
  const { rows } = await trx.raw(
    `select ${CYCLE} from accounting_sync_cycles c where c.tenant = ? and c.cycle_id = ?`,
    [tenant, cycleId],
  )
  return rows[0] ?? null
}

/** The lease that a run held: what was decided in it carries the same epoch. */
export async function runOf(trx: Trx, tenant: string, cycleId: string): Promise<RunOf | null> {
  const { rows } = await trx.raw(
    `select c.adapter_type as "adapterType", c.target_realm as realm, c.lease_epoch as epoch
     from accounting_sync_cycles c where c.tenant = ? and c.cycle_id = ?`,
    [tenant, cycleId],
  )
  return rows[0] ?? null
}

/** The other way round; null when it is forgotten. */
export async function cycleUnder(trx: Trx, tenant: string, run: RunOf): Promise<Cycle | null> {
  const { rows } = await trx.raw(
    `select ${CYCLE} from accounting_sync_cycles c where ${THIS_COMPANY} and c.lease_epoch = :epoch
     order by c.started_at desc, c.cycle_id desc limit 1`,
    { tenant, adapterType: run.adapterType, realm: run.realm, epoch: run.epoch },
  )
  return rows[0] ?? null
}

/** Newest first; `after` is the last one of the page before. */
export async function listCycles(
  trx: Trx,
  tenant: string,
  target: Target,
  page: { after: Pick<Cycle, 'startedAt' | 'cycleId'> | null; limit: number },
): Promise<Cycle[]> {
  const { rows } = await trx.raw(
    `select ${CYCLE} from accounting_sync_cycles c where ${THIS_COMPANY}
       ${page.after === null ? '' : 'and (c.started_at, c.cycle_id) < (:startedAt, cast(:cycleId as uuid))'}
     order by c.started_at desc, c.cycle_id desc limit :limit`,
    {
      tenant,
      adapterType: target.adapterType,
      realm: target.realm,
      startedAt: page.after?.startedAt ?? null,
      cycleId: page.after?.cycleId ?? null,
      limit: page.limit,
    },
  )
  return rows
}

/** When the last run that was not broken off came to its end. */
export async function lastGoodAt(trx: Trx, tenant: string, target: Target): Promise<string | null> {
  const { rows } = await trx.raw(
    `select c.finished_at as at from accounting_sync_cycles c where ${THIS_COMPANY} and c.status = 'done'
     order by c.started_at desc, c.cycle_id desc limit 1`,
    { tenant, adapterType: target.adapterType, realm: target.realm },
  )
  return rows[0]?.at ?? null
}

/** All but the one that knows where each company's polling came to. Answers how many. */
export async function forgetCycles(trx: Trx, tenant: string, before: Date): Promise<number> {
  const { rowCount } = await trx.raw(
    `delete from accounting_sync_cycles c
     where c.tenant = :tenant and c.started_at < :before and c.status <> 'running'
       and c.cycle_id not in (
         select distinct on (adapter_type, target_realm) cycle_id from accounting_sync_cycles
         where tenant = :tenant and status = 'done' and cursor_after is not null
         order by adapter_type, target_realm, started_at desc, cycle_id desc)`,
    { tenant, before },
  )
  return rowCount
}
