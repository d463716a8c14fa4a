import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'
import type { Ids } from '../ids.ts'
import type { Key, Keyring } from './keyring.ts'

/** Whose secret it is and what it is for. A sealed secret opens in this one place only. */
export interface SecretPlace {
  tenant: string
  purpose: string
  ref: string
}

export interface SecretBox {
  seal(place: SecretPlace, secret: string): SealedSecret
  open(place: SecretPlace, envelope: string): string
}

export interface SealedSecret {
  /** `v1.<key id>.<iv>.<ciphertext and tag>`, base64url. */
  envelope: string
  keyId: string
}

/** Says where, never what. */
export class SecretDoesNotOpen extends Error {
  constructor({ purpose, ref, tenant }: SecretPlace, why: string) {
    super(`The secret ${purpose}/${ref} of tenant ${tenant} does not open: ${why}.`)
    this.name = 'SecretDoesNotOpen'
  }
}

/**
 * AES-256-GCM, with the place as associated data: moved to another tenant, purpose or row, an
 * envelope does not open. Each purpose has its own key derived from the ring's by HKDF, sealed
 * with directly. A data key per secret would only pay where secrets are large or many keys wrap
 * one; ours are a few hundred bytes, and re-sealing them costs no more than re-wrapping a key.
 */
export function createSecretBox(keyring: Keyring, ids: Ids): SecretBox {
  return {
    seal(place, secret) {
      const key = keyring.current()
      const iv = Buffer.from(ids.token(IV_BYTES), 'base64url')
      const cipher = createCipheriv('aes-256-gcm', purposeKey(key, place), iv).setAAD(
        associated(key.id, place),
      )
      const sealed = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()])
      return {
        envelope: [VERSION, key.id, iv.toString('base64url'), sealed.toString('base64url')].join('.'),
        keyId: key.id,
      }
    },

    open(place, envelope) {
      const { keyId, iv, sealed } = takeApart(place, envelope)
      const key = keyring.find(keyId)
      try {
        const decipher = createDecipheriv('aes-256-gcm', purposeKey(key, place), iv)
          .setAAD(associated(key.id, place))
          .setAuthTag(sealed.subarray(-TAG_BYTES))
        return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString(
          'utf8',
        )
      } catch {
        throw new SecretDoesNotOpen(place, 'it was changed, or sealed for another place')
      }
    },
  }
}

const VERSION = 'v1'
const IV_BYTES = 12
const TAG_BYTES = 16

function takeApart(place: SecretPlace, envelope: string) {
  const [version, keyId, iv, sealed, ...rest] = envelope.split('.')
  if (version !== VERSION || !keyId || !iv || !sealed || rest.length > 0) {
    throw new SecretDoesNotOpen(place, 'it is not an envelope of ours')
  }
  const parts = { keyId, iv: Buffer.from(iv, 'base64url'), sealed: Buffer.from(sealed, 'base64url') }
  if (parts.iv.length !== IV_BYTES || parts.sealed.length < TAG_BYTES) {
    throw new SecretDoesNotOpen(place, 'its envelope was cut short')
  }
  return parts
}

const purposeKey = (key: Key, { purpose }: SecretPlace) =>
  Buffer.from(hkdfSync('sha256', key.bytes, '', `tieout secret ${purpose}`, 32))

const associated = (keyId: string, { tenant, purpose, ref }: SecretPlace) =>
  Buffer.from(JSON.stringify([VERSION, keyId, tenant, purpose, ref]))
