import type { Knex } from 'knex'
import type { Transaction } from '../db/tenancy.ts'
import { EVENT_COLUMNS, utcText } from './chain.ts'
import { removedUnsealed, type Finding } from './findings.ts'
import { ChainReader, type SealRow, type UnsealedRow } from './read-chain.ts'

export interface Verification {
  tenant: string
  sealedCount: number
  /** Recorded but not yet sealed; normal for two or three minutes, or while the product is stopped. */
  waitingCount: number
  /** Stands for everything sealed so far. Keep it elsewhere and compare later. */
  headHash: string | null
  /** The first thousand; `problemCount` counts all. */
  problems: Finding[]
  problemCount: number
  /** Worth knowing, no proof of tampering: the clock stepped back. */
  notes: string[]
}

export interface VerifyOptions {
  /** A head hash kept from an earlier time: it must still be part of the chain. */
  expectHead?: string
  pageSize?: number
}

const KEPT_PROBLEMS = 1000

/**
 * Reads one tenant's whole audit in pages and finds every edited, removed, inserted or reordered
 * row. Needs a connection that may read across the wall: the owner's or the system role's.
 */
export async function verifyAudit(
  connection: Knex,
  tenant: string,
  options: VerifyOptions = {},
): Promise<Verification> {
  // One snapshot: the sealer may work on while we read.
  return await connection.transaction((trx) => verifyIn(trx, tenant, options), {
    isolationLevel: 'repeatable read',
    readOnly: true,
  })
}

async function verifyIn(trx: Transaction, tenant: string, options: VerifyOptions): Promise<Verification> {
  const { expectHead, pageSize = 1000 } = options
  const problems: Finding[] = []
  let problemCount = 0
  const report = (problem: Finding) => {
    problemCount += 1
    if (problems.length < KEPT_PROBLEMS) problems.push(problem)
  }
  const chain = new ChainReader(report, expectHead)

  let sealedCount = 0
  for await (const seals of pagesOfSeals(trx, tenant, pageSize)) {
    for (const seal of seals) chain.read(seal)
    sealedCount += seals.length
  }
  chain.end(await lastRunSeq(trx, tenant))

  let waitingCount = 0
  for await (const events of pagesOfUnsealed(trx, tenant, pageSize)) {
    for (const event of events) chain.readUnsealed(event)
    waitingCount += events.filter((event) => event.queued).length
  }
  for (const eventId of await queuedButGone(trx, tenant)) report(removedUnsealed(eventId))
  return {
    tenant,
    sealedCount,
    waitingCount,
    headHash: chain.headHash(),
    problems,
    problemCount,
    notes: chain.notes,
  }
}

async function* pagesOfSeals(trx: Transaction, tenant: string, size: number): AsyncGenerator<SealRow[]> {
  let after = 0
  for (;;) {
    const { rows }: { rows: SealRow[] } = await trx.raw(
      `select s.seq as seal_seq, s.event_id as sealed_event_id, s.previous_hash, s.hash,
              ${utcText('s.sealed_at')} as sealed_at, e.event_id is null as event_gone, ${EVENT_COLUMNS},
              r.head_seq, r.head_hash, r.sealed_count, r.previous_run_hash, r.run_hash,
              ${utcText('r.through')} as through, ${utcText('r.sealed_at')} as run_sealed_at
         from audit_seals s
         left join audit_events e on e.tenant = s.tenant and e.event_id = s.event_id
         left join audit_seal_runs r on r.tenant = s.tenant and r.head_seq = s.seq
        where s.tenant = ? and s.seq > ?
        order by s.seq
        limit ?`,
      [tenant, after, size],
    )
    if (rows.length > 0) yield rows.map((row) => ({ ...row, tenant }))
    if (rows.length < size) return
    after = rows.at(-1)?.seal_seq ?? after
  }
}

async function lastRunSeq(trx: Transaction, tenant: string): Promise<number> {
  const last: { head_seq: number } | undefined = await trx('audit_seal_runs')
    .where({ tenant })
    .orderBy('head_seq', 'desc')
    .first('head_seq')
  return last?.head_seq ?? 0
}

async function* pagesOfUnsealed(
  trx: Transaction,
  tenant: string,
  size: number,
): AsyncGenerator<UnsealedRow[]> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows }: { rows: UnsealedRow[] } = await trx.raw(
      `select e.event_id, ${utcText('e.recorded_at')} as recorded_at, u.event_id is not null as queued
         from audit_events e
         left join audit_unsealed u on u.tenant = e.tenant and u.event_id = e.event_id
        where e.tenant = ? and e.event_id > ?
          and not exists (select 1 from audit_seals s where s.tenant = e.tenant and s.event_id = e.event_id)
        order by e.event_id
        limit ?`,
      [tenant, after, size],
    )
    if (rows.length > 0) yield rows
    if (rows.length < size) return
    after = rows.at(-1)?.event_id ?? after
  }
}

async function queuedButGone(trx: Transaction, tenant: string): Promise<string[]> {
  return await trx('audit_unsealed as u')
    .where('u.tenant', tenant)
    .whereNotExists((event) =>
      event.from('audit_events as e').whereRaw('e.tenant = u.tenant and e.event_id = u.event_id'),
    )
    .orderBy('u.event_id')
    .limit(KEPT_PROBLEMS)
    .pluck('u.event_id')
}

const GUARDS: readonly (readonly [string, string])[] = [
  ['audit_events', 'audit_events_append_only'],
  ['audit_events', 'audit_events_await_sealing'],
  ['audit_seals', 'audit_seals_append_only'],
  ['audit_seal_runs', 'audit_seal_runs_append_only'],
]

/** The triggers that refuse changes must be there and switched on; answers a sentence for each that is not. */
export async function openGuards(connection: Knex): Promise<string[]> {
  const { rows }: { rows: { name: string }[] } = await connection.raw(
    `select tgname as name from pg_trigger
      where tgrelid in (${GUARDS.map(() => 'to_regclass(?)').join(', ')}) and tgenabled in ('O', 'A')
      order by tgname`,
    GUARDS.map(([table]) => table),
  )
  const standing = new Set(rows.map((row) => row.name))
  return GUARDS.filter(([, trigger]) => !standing.has(trigger)).map(
    ([table, trigger]) => `The guard ${trigger} on ${table} is missing or switched off.`,
  )
}
