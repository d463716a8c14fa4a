import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../ids.ts'
import { TENANT_A, TENANT_B } from '../testing/tenants.ts'
import { addKey } from './key-file.ts'
import { createKeyring, UnknownKey } from './keyring.ts'
import { createSecretBox, SecretDoesNotOpen } from './secret-box.ts'

const CANARY = 'refresh-token-canary-ü-9431'
const place = { tenant: TENANT_A, purpose: 'quickbooks', ref: 'connection-1' }
const base64 = (byte: number) => Buffer.alloc(32, byte).toString('base64')

describe('the secret box', () => {
  const keys = `two:${base64(2)},one:${base64(1)}`
  const ring = (text: string) => createKeyring({ keys: text, file: '', ids: systemIds })
  const box = createSecretBox(ring(keys), systemIds)

  it('opens what it sealed, and seals the same text differently each time', () => {
    const [first, second] = [box.seal(place, CANARY), box.seal(place, CANARY)]
    expect(first.envelope).toMatch(/^v1\.two\.[\w-]{16}\.[\w-]+$/)
    expect(first.envelope).not.toBe(second.envelope)
    expect(box.open(place, first.envelope)).toBe(CANARY)
    expect(box.open(place, second.envelope)).toBe(CANARY)
    expect(box.open(place, box.seal(place, '').envelope)).toBe('')
  })

  it.each([
    ['tenant', { ...place, tenant: TENANT_B }],
    ['purpose', { ...place, purpose: 'stripe' }],
    ['row', { ...place, ref: 'connection-2' }],
  ])('does not open an envelope moved to another %s', (_, elsewhere) => {
    const { envelope } = box.seal(place, CANARY)
    expect(() => box.open(elsewhere, envelope)).toThrow(SecretDoesNotOpen)
    expect(() => box.open(elsewhere, envelope)).toThrow(/sealed for another place/)
  })

  it('notices a change to any part of the envelope, and its complaint contains no secret', () => {
    const { envelope } = box.seal(place, CANARY)
    const parts = envelope.split('.')
    const flipped = (at: number) => {
      const bytes = Buffer.from(parts[at] ?? '', 'base64url')
      bytes[0] = (bytes[0] ?? 0) ^ 1
      return parts.map((part, index) => (index === at ? bytes.toString('base64url') : part)).join('.')
    }
    const broken = [
      flipped(2),
      flipped(3),
      envelope.replace('.two.', '.one.'),
      envelope.slice(0, -8),
      'v1.two',
      '',
      `${envelope}.x`,
    ]
    for (const changed of broken) {
      expect(() => box.open(place, changed)).toThrow(
        /^The secret quickbooks\/connection-1 of tenant \S+ does not open: [a-z ,]+\.$/,
      )
    }
  })

  it('still opens with an older key, and seals with the current one', () => {
    const old = createSecretBox(ring(`one:${base64(1)}`), systemIds).seal(place, CANARY)
    expect(old.keyId).toBe('one')
    expect(box.open(place, old.envelope)).toBe(CANARY)
    expect(box.seal(place, CANARY).keyId).toBe('two')
  })

  it('names an unknown key and the keys it has', () => {
    const { envelope } = createSecretBox(ring(`three:${base64(3)}`), systemIds).seal(place, CANARY)
    expect(() => box.open(place, envelope)).toThrow(UnknownKey)
    expect(() => box.open(place, envelope)).toThrow(
      'A secret is sealed with the key "three", which this product does not have. It has: two, one.',
    )
  })

  it.each(['one', `one:${base64(1).slice(4)}`, `:${base64(1)}`, `one:${base64(1)},one:${base64(2)}`])(
    'refuses the keys %s without repeating them',
    (text) => {
      expect(() => ring(text)).toThrow(/^TIEOUT_KEYS (must read|names one id twice)/)
    },
  )
})

describe('the key file', () => {
  let home: string
  let file: string
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tieout-keys-'))
    file = join(home, 'data', 'keys.json')
  })
  afterEach(() => rmSync(home, { recursive: true }))
  const open = () => createKeyring({ file, ids: systemIds })

  it('is made once, for its owner alone', () => {
    const first = open().current()
    expect(first.bytes).toHaveLength(32)
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(open().current()).toEqual(first)
  })

  it('lets a running server seal with a new key and open what another sealed with it', () => {
    const [writer, reader] = [open(), open()]
    const before = createSecretBox(writer, systemIds).seal(place, CANARY)
    addKey(file, systemIds)
    const after = createSecretBox(writer, systemIds).seal(place, CANARY)
    expect(after.keyId).not.toBe(before.keyId)
    expect(createSecretBox(reader, systemIds).open(place, after.envelope)).toBe(CANARY)
    expect(createSecretBox(reader, systemIds).open(place, before.envelope)).toBe(CANARY)
  })

  it('seals nothing once the file is gone: nobody could open it after a restart', () => {
    const ring = open()
    const { envelope } = createSecretBox(ring, systemIds).seal(place, CANARY)
    rmSync(file)
    expect(() => createSecretBox(ring, systemIds).seal(place, CANARY)).toThrow(/restore it from your backup/)
    expect(createSecretBox(ring, systemIds).open(place, envelope)).toBe(CANARY)
  })

  it('keeps every key through rotations', () => {
    open()
    addKey(file, systemIds)
    addKey(file, systemIds)
    expect(JSON.parse(readFileSync(file, 'utf8')).keys).toHaveLength(3)
  })
})
