import type { Clock } from '../clock.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'
import type { SecretBox, SecretPlace } from './secret-box.ts'

/** Secrets at rest, read and written in the caller's transaction. */
export interface SecretStore {
  /** Writes or replaces. */
  put(trx: Transaction, place: SecretPlace, secret: string): Promise<void>
  /** Null when there is none. */
  get(trx: Transaction, place: SecretPlace): Promise<string | null>
  /** False when there was none. */
  remove(trx: Transaction, place: SecretPlace): Promise<boolean>
}

export function createSecretStore(box: SecretBox, ports: { clock: Clock; ids: Ids }): SecretStore {
  return {
    async put(trx, place, secret) {
      const { envelope, keyId } = box.seal(place, secret)
      const now = ports.clock.now()
      await trx('secrets')
        .insert({
          ...where(place),
          secret_id: ports.ids.uuid(),
          envelope,
          key_id: keyId,
          created_at: now,
          updated_at: now,
        })
        .onConflict(['tenant', 'purpose', 'ref'])
        .merge(['envelope', 'key_id', 'updated_at'])
    },

    async get(trx, place) {
      const row: { envelope: string } | undefined = await trx('secrets').where(where(place)).first('envelope')
      return row ? box.open(place, row.envelope) : null
    },

    async remove(trx, place) {
      return (await trx('secrets').where(where(place)).delete()) > 0
    },
  }
}

const where = ({ tenant, purpose, ref }: SecretPlace) => ({ tenant, purpose, ref })
