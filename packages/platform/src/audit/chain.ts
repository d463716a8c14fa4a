import canonicalize from 'canonicalize'
import { createHash } from 'node:crypto'

/**
 * The audit's hash chain, pure. A seal commits to its event, its place and the seal before it; a
 * run closes a batch of seals and commits to how far it reached and to the run before it. So the
 * hash of the last run stands for everything up to it.
 *
 * What this can prove. Whoever changes, removes or moves a row without rewriting every later hash
 * is found, even with the owner's rights. Whoever rewrites the whole chain consistently is found
 * only by comparing with a head hash kept elsewhere (`audit:verify --expect-head`).
 *
 * What about a row slipped in later and then sealed by the sealer itself, as any row would be? It
 * stands after a run that had already closed its time, and is reported as inserted later. The
 * product itself never writes there: `recordAudit` dates nothing before the last run. Not
 * found is a forged row dated after the last run closed: to the database it looks like any other
 * write of the present. In a tenant where nothing happened for hours that stretch is as long.
 */
export interface SealableEvent {
  tenant: string
  event_id: string
  recorded_at: string
  actor_kind: string
  actor_id: string
  actor_name: string
  action: string
  entity_type: string
  entity_id: string
  before: string | null
  after: string | null
  reason: string | null
  request_id: string
}

export interface Seal {
  seq: number
  previousHash: string
  sealedAt: string
}

export interface Run {
  tenant: string
  headSeq: number
  headHash: string
  sealedCount: number
  through: string
  sealedAt: string
  previousRunHash: string
}

/** What the first seal and the first run point back to. */
export const GENESIS = '0'.repeat(64)

export const sealHash = (seal: Seal, event: SealableEvent): string => sha256({ ...seal, event })

export const runHash = (run: Run): string => sha256(run)

/** RFC 8785 fixes the bytes of a JSON value, so that any other program can compute the same hash. */
function sha256(value: unknown): string {
  return createHash('sha256')
    .update(canonicalize(value) ?? '')
    .digest('hex')
}

/**
 * The row as it is sealed. Instants keep their microseconds and the two JSON columns stay the text
 * that Postgres prints: parsed, `1.0` and `1` or two huge numbers would look the same, and an edit
 * from one to the other would pass.
 */
export const EVENT_COLUMNS = `
  e.tenant, e.event_id, ${utcText('e.recorded_at')} as recorded_at,
  e.actor_kind, e.actor_id, e.actor_name, e.action, e.entity_type, e.entity_id,
  e.before::text as before, e.after::text as after, e.reason, e.request_id`

export function utcText(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}
