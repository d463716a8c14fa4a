import { z } from 'zod'
import type { Ids } from '../ids.ts'
import { createKeyFile, readKeyFile } from './key-file.ts'

export interface Key {
  id: string
  bytes: Buffer
}

/** The keys that open secrets. New ones are sealed with the current key; old ones stay to be read. */
export interface Keyring {
  current(): Key
  /** Throws `UnknownKey` when it is in no place we know. */
  find(id: string): Key
}

export class UnknownKey extends Error {
  constructor(wanted: string, known: readonly string[]) {
    super(
      `A secret is sealed with the key "${wanted}", which this product does not have. It has: ${known.join(', ')}.`,
    )
    this.name = 'UnknownKey'
  }
}

export interface KeyringOptions {
  /** `id:base64,id:base64`, the current one first: the value of TIEOUT_KEYS. Wins over the file. */
  keys?: string
  /** The local key file; made with a fresh key when there is none. */
  file: string
  ids: Ids
}

export function createKeyring({ keys, file, ids }: KeyringOptions): Keyring {
  if (keys) return fixedKeyring(parseKeys(keys))
  createKeyFile(file, ids)
  return fileKeyring(file)
}

function fixedKeyring([current, ...older]: [Key, ...Key[]]): Keyring {
  const all = [current, ...older]
  return {
    current: () => current,
    find: (id) => pick(all, id),
  }
}

/**
 * Follows the file, so that a running server takes part in a rotation. Sealing is rare and reads
 * the file each time: the first secret written after a rotation has the new key already, and a
 * lost file is noticed before anything is sealed with a key that exists nowhere any more. Opening
 * is frequent and reads the file only for a key it has not met.
 */
function fileKeyring(file: string): Keyring {
  let known = readKeyFile(file).keys
  const read = () => (known = readKeyFile(file).keys)
  return {
    current: () => read()[0],
    find: (id) => known.find((key) => key.id === id) ?? pick(read(), id),
  }
}

function pick(keys: readonly Key[], id: string): Key {
  const found = keys.find((key) => key.id === id)
  if (!found)
    throw new UnknownKey(
      id,
      keys.map((key) => key.id),
    )
  return found
}

const keyId = z.string().regex(/^[a-zA-Z0-9_-]{1,40}$/)

/** Never repeats what it was given: a misplaced comma must not print a key. */
function parseKeys(text: string): [Key, ...Key[]] {
  const parsed = text.split(',').map((pair): Key => {
    const [id, base64 = ''] = pair.trim().split(':')
    const bytes = Buffer.from(base64, 'base64')
    if (!keyId.safeParse(id).success || bytes.length !== 32) {
      throw new Error(
        'TIEOUT_KEYS must read id:base64,id:base64 with keys of 32 bytes, the current one first.',
      )
    }
    return { id: id ?? '', bytes }
  })
  if (new Set(parsed.map((key) => key.id)).size < parsed.length)
    throw new Error('TIEOUT_KEYS names one id twice.')
  return parsed as [Key, ...Key[]]
}
