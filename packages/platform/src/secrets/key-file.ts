import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { z } from 'zod'
import type { Ids } from '../ids.ts'
import type { Key } from './keyring.ts'

/** The keys of an installation in one small file beside its database, readable by its owner alone. */
export interface KeyFile {
  /** The current one first. */
  keys: [Key, ...Key[]]
  /** A rotation began and has not gone through all secrets yet. */
  rotating: boolean
}

const storedKey = z.object({ id: z.string(), key: z.string() })
const stored = z.object({ rotating: z.boolean(), keys: z.tuple([storedKey], storedKey) })

export function readKeyFile(file: string): KeyFile {
  const parsed = stored.safeParse(parseJson(file))
  if (!parsed.success)
    throw new Error(`The key file ${file} is not readable as one; restore it from your backup.`)
  const [current, ...older] = parsed.data.keys
  return { rotating: parsed.data.rotating, keys: [toKey(current), ...older.map(toKey)] }
}

/** With a fresh key, unless there is one; two servers starting at once end up with the same. */
export function createKeyFile(file: string, ids: Ids): void {
  if (existsSync(file)) return
  mkdirSync(dirname(file), { recursive: true })
  const draft = writeDraft(file, { rotating: false, keys: [freshKey(ids)] }, ids)
  try {
    linkSync(draft, file)
  } catch (cause) {
    if (!existsSync(file)) throw cause
  } finally {
    rmSync(draft)
  }
}

/** Adds a new current key. The caller sees to it that only one process does this at a time. */
export function addKey(file: string, ids: Ids): void {
  replaceKeyFile(file, { rotating: true, keys: [freshKey(ids), ...readKeyFile(file).keys] }, ids)
}

export function markRotated(file: string, ids: Ids): void {
  replaceKeyFile(file, { ...readKeyFile(file), rotating: false }, ids)
}

function replaceKeyFile(file: string, content: KeyFile, ids: Ids): void {
  renameSync(writeDraft(file, content, ids), file)
  flush(dirname(file))
}

/** On the disk before anything is sealed with it: a key lost to a power cut takes its secrets along. */
function writeDraft(file: string, { rotating, keys }: KeyFile, ids: Ids): string {
  const draft = `${file}.${ids.token(8)}`
  const content = { rotating, keys: keys.map(({ id, bytes }) => ({ id, key: bytes.toString('base64') })) }
  writeFileSync(draft, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600 })
  flush(draft)
  return draft
}

function flush(path: string): void {
  const handle = openSync(path, 'r')
  fsyncSync(handle)
  closeSync(handle)
}

const freshKey = (ids: Ids): Key => ({
  id: `key-${ids.uuid().slice(-8)}`,
  bytes: Buffer.from(ids.token(32), 'base64url'),
})

const toKey = ({ id, key }: z.infer<typeof storedKey>): Key => ({ id, bytes: Buffer.from(key, 'base64') })

function parseJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
