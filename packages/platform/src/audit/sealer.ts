import { z } from 'zod'
import type { Clock } from '../clock.ts'
import { plusSeconds } from '../clock.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import type { JobHandler, JobPayload } from '../jobs/runner.ts'
import type { Log } from '../log.ts'
import { EVENT_COLUMNS, GENESIS, runHash, sealHash, type Run, type SealableEvent } from './chain.ts'

/** Register this kind as a recurring job with payload `{ tenant: null }`. */
export const SEAL_AUDIT = 'audit.seal'
export const SEAL_INTERVAL_SECONDS = 60

/**
 * A row is sealed this long after its recorded instant. Statements and idle transactions end after
 * 30 seconds, so by then whatever was recorded earlier has committed and the chain follows time.
 * A row that is later all the same is not lost: it waits in the queue and joins the chain's end.
 */
export const GRACE_SECONDS = 120

const BATCH = 500

export interface SealerParts {
  database: Database
  clock: Clock
  log: Log
}

/** Seals what waits, tenant after tenant. When nothing waits it costs one look at one index. */
export function sealAuditHandler(parts: SealerParts): JobHandler<JobPayload> {
  return async (job) => {
    const broken: string[] = []
    for (const tenant of await tenantsWaiting(parts)) {
      try {
        let sealed = BATCH
        while (sealed === BATCH && !job.signal.aborted) sealed = await sealBatch(parts, tenant)
      } catch (err) {
        // Somebody tampered with this chain, perhaps; the others must not stand still for it.
        parts.log.error({ err, tenant }, 'the audit of this tenant could not be sealed')
        broken.push(tenant)
      }
    }
    if (broken.length > 0) throw new Error(`The audit could not be sealed for ${broken.join(', ')}.`)
  }
}

async function tenantsWaiting({ database, clock }: SealerParts): Promise<string[]> {
  return await database.withSystem((trx) =>
    trx('audit_unsealed')
      .where('recorded_at', '<', plusSeconds(clock.now(), -GRACE_SECONDS))
      .distinct('tenant')
      .orderBy('tenant')
      .pluck('tenant'),
  )
}

/**
 * Seals one batch in one transaction and answers how many; whoever is killed in between has done
 * nothing. Events go by (recorded_at, event_id); the order of the chain is the order of sealing.
 */
export async function sealBatch(
  { database, clock, log }: SealerParts,
  tenant: string,
  size = BATCH,
): Promise<number> {
  return await database.withSystem(async (trx) => {
    // A second sealer would build on the same head; it leaves the tenant to the first.
    if (!(await takeTurn(trx, tenant))) return 0
    const now = clock.now()
    const horizon = plusSeconds(now, -GRACE_SECONDS)
    const events = await waitingEvents(trx, tenant, horizon, size)
    const last = events.at(-1)
    if (!last) return 0

    const head = await readHead(trx, tenant)
    const sealedAt = inMicroseconds(now)
    const seals = chainOnto(head, events, sealedAt)
    const headSeal = seals.at(-1) ?? { seq: head.seq, hash: head.hash }
    const run: Run = {
      tenant,
      headSeq: headSeal.seq,
      headHash: headSeal.hash,
      sealedCount: seals.length,
      // A full batch may have left more behind: it vouches only as far as it looked.
      through: events.length < size ? inMicroseconds(horizon) : last.recorded_at,
      sealedAt,
      previousRunHash: head.runHash,
    }
    await trx('audit_seals').insert(seals)
    await trx('audit_seal_runs').insert({
      tenant,
      head_seq: run.headSeq,
      head_hash: run.headHash,
      sealed_count: run.sealedCount,
      through: run.through,
      sealed_at: sealedAt,
      previous_run_hash: run.previousRunHash,
      run_hash: runHash(run),
    })
    const sealedIds = events.map((event) => event.event_id)
    await trx('audit_unsealed').where({ tenant }).whereIn('event_id', sealedIds).delete()
    log.debug({ tenant, sealed: seals.length, headSeq: run.headSeq }, 'audit sealed')
    return seals.length
  })
}

async function takeTurn(trx: Transaction, tenant: string): Promise<boolean> {
  const { rows } = await trx.raw(`select pg_try_advisory_xact_lock(hashtextextended(?, 0)) as mine`, [
    `audit-seal ${tenant}`,
  ])
  return z.array(z.object({ mine: z.boolean() })).parse(rows)[0]?.mine ?? false
}

async function waitingEvents(trx: Transaction, tenant: string, horizon: Date, size: number) {
  const { rows }: { rows: SealableEvent[] } = await trx.raw(
    `select ${EVENT_COLUMNS}
       from audit_unsealed u join audit_events e using (tenant, event_id)
      where u.tenant = ? and u.recorded_at < ?
      order by u.recorded_at, u.event_id
      limit ?`,
    [tenant, horizon, size],
  )
  return rows
}

interface Head {
  seq: number
  hash: string
  runHash: string
}

async function readHead(trx: Transaction, tenant: string): Promise<Head> {
  const last: { head_seq: number; head_hash: string; run_hash: string } | undefined = await trx(
    'audit_seal_runs',
  )
    .where({ tenant })
    .orderBy('head_seq', 'desc')
    .first('head_seq', 'head_hash', 'run_hash')
  if (!last) return { seq: 0, hash: GENESIS, runHash: GENESIS }
  return { seq: last.head_seq, hash: last.head_hash, runHash: last.run_hash }
}

function chainOnto(head: Head, events: SealableEvent[], sealedAt: string) {
  let { seq, hash } = head
  return events.map((event) => {
    const previousHash = hash
    seq += 1
    hash = sealHash({ seq, previousHash, sealedAt }, event)
    return {
      tenant: event.tenant,
      seq,
      event_id: event.event_id,
      previous_hash: previousHash,
      hash,
      sealed_at: sealedAt,
    }
  })
}

/** As `utcText` reads it back: the hash must not depend on who wrote the instant. */
const inMicroseconds = (moment: Date) => moment.toISOString().replace('Z', '000Z')
