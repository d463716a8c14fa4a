import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import type { HostSecrets } from '../host.ts'
import type { Ports } from './ports.ts'

const TABLE = 'accounting_plain_secrets'
const [ID, IV, TAG] = [4, 12, 16]

/**
 * Sealed with AES-256-GCM and bound to where they belong: copied to another place, they do not open. Keys are 32
 * bytes in base64 each (`openssl rand -base64 32`); the first seals, all of them open.
 */
export function sealedSecrets(keys: readonly string[], { bytes }: Pick<Ports, 'bytes'>): HostSecrets {
  const known = keys.map(keyFrom)
  const [current] = known
  if (current === undefined) throw new Error('There is no key to seal secrets with.')

  const seal = (place: Place, secret: string) => {
    const iv = bytes(IV)
    const cipher = createCipheriv('aes-256-gcm', current.key, iv).setAAD(addressOf(place))
    const body = Buffer.concat([cipher.update(secret), cipher.final()])
    return Buffer.concat([current.id, iv, cipher.getAuthTag(), body])
  }
  const open = (place: Place, sealed: Buffer) => {
    const key = known.find((each) => each.id.equals(sealed.subarray(0, ID)))?.key
    if (key === undefined) throw new Error('A secret was sealed with a key that is not among these.')
    const [iv, tag] = [sealed.subarray(ID, ID + IV), sealed.subarray(ID + IV, ID + IV + TAG)]
    const decipher = createDecipheriv('aes-256-gcm', key, iv, { authTagLength: TAG })
      .setAAD(addressOf(place))
      .setAuthTag(tag)
    return Buffer.concat([decipher.update(sealed.subarray(ID + IV + TAG)), decipher.final()]).toString()
  }

  return {
    async put(trx, { tenant, purpose, ref }, secret) {
      const sealed = seal({ tenant, purpose, ref }, secret)
      await trx(TABLE)
        .insert({ tenant, purpose, ref, sealed })
        .onConflict(['tenant', 'purpose', 'ref'])
        .merge(['sealed'])
    },
    async get(trx, { tenant, purpose, ref }) {
      const row = await trx(TABLE).where({ tenant, purpose, ref }).first('sealed')
      return row === undefined ? null : open({ tenant, purpose, ref }, row.sealed)
    },
    remove: async (trx, { tenant, purpose, ref }) =>
      (await trx(TABLE).where({ tenant, purpose, ref }).delete()) > 0,
  }
}

interface Place {
  tenant: string
  purpose: string
  ref: string
}

const addressOf = ({ tenant, purpose, ref }: Place) => Buffer.from(JSON.stringify([tenant, purpose, ref]))

function keyFrom(text: string): { id: Buffer; key: Buffer } {
  const key = Buffer.from(text, 'base64')
  if (key.length !== 32) throw new Error('A key that seals secrets is 32 bytes in base64.')
  return { key, id: createHash('sha256').update(key).digest().subarray(0, ID) }
}
