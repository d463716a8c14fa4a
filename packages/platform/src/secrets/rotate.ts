import type { Knex } from 'knex'
import type { Clock } from '../clock.ts'
import type { Ids } from '../ids.ts'
import { addKey, markRotated, readKeyFile } from './key-file.ts'
import type { Keyring } from './keyring.ts'
import { createSecretBox, type SecretBox } from './secret-box.ts'

export interface RotationParts {
  /** The owner's connection: the only one that reads the secrets of all tenants. */
  owner: Knex
  keyring: Keyring
  clock: Clock
  ids: Ids
  batchSize?: number
  onProgress?: (done: Progress) => void
}

export interface Progress {
  rewrapped: number
  /** Written by the product in the moment we were at it; looked at once more. */
  overtaken: number
}

export interface Rewrapped extends Progress {
  keyId: string
  /** Sentences about secrets that do not open; they keep their envelope. */
  unreadable: string[]
}

/**
 * Makes a new current key in the key file, unless an earlier rotation was cut short: then that one
 * is finished. Two commands at once take turns, or one would write the file without the other's key.
 */
export async function beginRotation(owner: Knex, file: string, ids: Ids): Promise<'new-key' | 'resumed'> {
  return await owner.transaction(async (trx) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtextextended('key-file', 0))`)
    if (readKeyFile(file).rotating) return 'resumed'
    addKey(file, ids)
    return 'new-key'
  })
}

export async function endRotation(owner: Knex, file: string, ids: Ids): Promise<void> {
  await owner.transaction(async (trx) => {
    await trx.raw(`select pg_advisory_xact_lock(hashtextextended('key-file', 0))`)
    markRotated(file, ids)
  })
}

/**
 * Seals every secret with the current key while the product works on. A secret that somebody
 * writes meanwhile stays as they wrote it; readers never wait, because old keys stay in the ring.
 * Killed at any moment it can simply be run again.
 */
export async function rewrapSecrets(parts: RotationParts): Promise<Rewrapped> {
  const keyId = parts.keyring.current().id
  const total: Rewrapped = { keyId, rewrapped: 0, overtaken: 0, unreadable: [] }
  let overtaken: number
  do {
    overtaken = await rewrapOnce(parts, keyId, total)
    total.overtaken += overtaken
    // Secrets that were overtaken may have an old key again, from a server that was slow to notice.
  } while (overtaken > 0)
  return total
}

interface SecretRow {
  tenant: string
  secret_id: string
  purpose: string
  ref: string
  envelope: string
}

/** One walk over all secrets with an older key; answers how many were overtaken. */
async function rewrapOnce(parts: RotationParts, keyId: string, total: Rewrapped): Promise<number> {
  const { owner, clock, batchSize = 200 } = parts
  const box = createSecretBox(parts.keyring, parts.ids)
  total.unreadable = []
  let overtaken = 0
  let after = ['00000000-0000-0000-0000-000000000000', '00000000-0000-0000-0000-000000000000']
  for (;;) {
    const rows: SecretRow[] = await owner('secrets')
      .whereNot('key_id', keyId)
      .whereRaw('(tenant, secret_id) > (?::uuid, ?::uuid)', after)
      .orderBy(['tenant', 'secret_id'])
      .limit(batchSize)
      .select('tenant', 'secret_id', 'purpose', 'ref', 'envelope')
    const last = rows.at(-1)
    if (!last) return overtaken
    after = [last.tenant, last.secret_id]

    const renewed = rows.flatMap((row) => renew(box, row, total.unreadable))
    const swapped = await swap(owner, renewed, clock.now())
    overtaken += renewed.length - swapped
    total.rewrapped += swapped
    parts.onProgress?.({ rewrapped: total.rewrapped, overtaken: total.overtaken + overtaken })
  }
}

interface Renewed {
  tenant: string
  secret_id: string
  before: string
  after: string
  key_id: string
}

function renew(box: SecretBox, row: SecretRow, unreadable: string[]): Renewed[] {
  try {
    const { envelope, keyId } = box.seal(row, box.open(row, row.envelope))
    return [
      { tenant: row.tenant, secret_id: row.secret_id, before: row.envelope, after: envelope, key_id: keyId },
    ]
  } catch (cause) {
    unreadable.push(cause instanceof Error ? cause.message : String(cause))
    return []
  }
}

/** Compare and swap, the whole batch in one statement: only where the envelope is still the one we read. */
async function swap(owner: Knex, renewed: Renewed[], now: Date): Promise<number> {
  const { rowCount }: { rowCount: number } = await owner.raw(
    `update secrets s set envelope = r.after, key_id = r.key_id, updated_at = ?
       from jsonb_to_recordset(?) as r(tenant uuid, secret_id uuid, before text, after text, key_id text)
      where s.tenant = r.tenant and s.secret_id = r.secret_id and s.envelope = r.before`,
    [now, JSON.stringify(renewed)],
  )
  return rowCount
}
