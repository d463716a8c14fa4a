import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { systemIds } from '../ids.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  TENANT_B,
  testClock,
  type TestDatabase,
} from '../testing/index.ts'
import { readKeyFile } from './key-file.ts'
import { createKeyring } from './keyring.ts'
import { beginRotation, endRotation, rewrapSecrets } from './rotate.ts'
import { createSecretBox } from './secret-box.ts'
import { createSecretStore } from './secret-store.ts'

const CANARY = 'refresh-token-canary-9431'

describe('stored secrets', () => {
  let db: TestDatabase
  let home: string
  let file: string
  const clock = testClock()
  const place = (ref: string | number, tenant = TENANT_A) => ({
    tenant,
    purpose: 'quickbooks',
    ref: String(ref),
  })
  /** A server of its own, with a ring of its own. */
  const server = () => {
    const keyring = createKeyring({ file, ids: systemIds })
    return {
      keyring,
      store: createSecretStore(createSecretBox(keyring, systemIds), { clock, ids: systemIds }),
    }
  }
  const rewrap = (batchSize = 7) =>
    rewrapSecrets({ owner: db.owner, keyring: server().keyring, clock, ids: systemIds, batchSize })
  const keyIds = () => db.owner('secrets').distinct('key_id').orderBy('key_id').pluck('key_id')

  beforeAll(async () => {
    db = await createTestDatabase({ max: 10 })
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
  })
  afterAll(() => db.close())
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'tieout-keys-'))
    file = join(home, 'keys.json')
  })
  afterEach(async () => {
    for (const tenant of [TENANT_A, TENANT_B])
      await db.database.withTenant(tenant, (trx) => trx('secrets').delete())
    rmSync(home, { recursive: true })
  })

  it('are written, replaced, read and removed', async () => {
    const { store } = server()
    await db.database.withTenant(TENANT_A, async (trx) => {
      expect(await store.get(trx, place(1))).toBeNull()
      await store.put(trx, place(1), 'first')
      await store.put(trx, place(1), 'second')
      expect(await store.get(trx, place(1))).toBe('second')
      expect(await store.remove(trx, place(1))).toBe(true)
      expect(await store.remove(trx, place(1))).toBe(false)
      expect(await store.get(trx, place(1))).toBeNull()
    })
  })

  it('lie in the table without a trace of what they say', async () => {
    const { store } = server()
    await db.database.withTenant(TENANT_A, (trx) => store.put(trx, place(1), CANARY))
    const dump = JSON.stringify(await db.owner('secrets').select())
    expect(dump).toContain('v1.key-')
    for (const form of [
      CANARY,
      Buffer.from(CANARY).toString('base64url'),
      Buffer.from(CANARY).toString('hex'),
    ]) {
      expect(dump).not.toContain(form)
    }
  })

  it('do not open when a row is copied to another tenant', async () => {
    const { store } = server()
    await db.database.withTenant(TENANT_A, (trx) => store.put(trx, place(1), CANARY))
    const row = await db.owner('secrets').first()
    await db.database.withTenant(TENANT_B, async (trx) => {
      await trx('secrets').insert({ ...row, tenant: TENANT_B })
      await expect(store.get(trx, place(1, TENANT_B))).rejects.toThrow(/sealed for another place/)
    })
  })

  it('are rotated while twenty writers write and readers read, losing nothing', async () => {
    const { store } = server()
    const refs = Array.from({ length: 20 }, (_, n) => n)
    await db.database.withTenant(TENANT_A, async (trx) => {
      for (const ref of refs) await store.put(trx, place(ref), `${ref}:0`)
      for (let ref = 100; ref < 140; ref += 1) await store.put(trx, place(ref), `${ref}:still`)
    })
    // One server that never looked at the file again: it goes on writing with the old key for a while.
    const [old] = readKeyFile(file).keys
    const slow = createSecretStore(createSecretBox({ current: () => old, find: () => old }, systemIds), {
      clock,
      ids: systemIds,
    })
    await beginRotation(db.owner, file, systemIds)

    const rounds = 12
    const writer = async (ref: number) => {
      for (let round = 1; round <= rounds; round += 1) {
        const by = ref % 2 === 0 && round < rounds ? slow : store
        await db.database.withTenant(TENANT_A, (trx) => by.put(trx, place(ref), `${ref}:${round}`))
        const seen = await db.database.withTenant(TENANT_A, (trx) => store.get(trx, place(ref)))
        expect(seen).toBe(`${ref}:${round}`)
      }
    }
    const rotations = async () => {
      const seen = { rewrapped: 0, overtaken: 0 }
      for (let n = 0; n < 6; n += 1) {
        const { rewrapped, overtaken, unreadable } = await rewrap()
        expect(unreadable).toEqual([])
        seen.rewrapped += rewrapped
        seen.overtaken += overtaken
      }
      return seen
    }
    const [progress] = await Promise.all([rotations(), ...refs.map(writer)])
    expect(progress.rewrapped).toBeGreaterThan(40)

    await rewrap()
    expect(await keyIds()).toEqual([server().keyring.current().id])
    await db.database.withTenant(TENANT_A, async (trx) => {
      for (const ref of refs) expect(await store.get(trx, place(ref))).toBe(`${ref}:${rounds}`)
      for (let ref = 100; ref < 140; ref += 1) expect(await store.get(trx, place(ref))).toBe(`${ref}:still`)
    })
  })

  it('keep what a writer wrote between the rotation’s read and its write', async () => {
    const { store } = server()
    await db.database.withTenant(TENANT_A, (trx) => store.put(trx, place(1), 'before'))
    await beginRotation(db.owner, file, systemIds)
    const ring = server().keyring
    let written = false
    // Its one raw statement is the swap: the moment before it is the one to write behind its back.
    const owner = new Proxy(db.owner, {
      get: (target, property) =>
        property === 'raw' && !written
          ? async (...args: [string, unknown[]]) => {
              written = true
              await db.database.withTenant(TENANT_A, (trx) => store.put(trx, place(1), 'meanwhile'))
              return await target.raw(args[0], args[1] as never)
            }
          : Reflect.get(target, property),
    })
    const done = await rewrapSecrets({ owner, keyring: ring, clock, ids: systemIds })
    expect(done).toMatchObject({ rewrapped: 0, overtaken: 1 })
    expect(await db.database.withTenant(TENANT_A, (trx) => store.get(trx, place(1)))).toBe('meanwhile')
  })

  it('go on to be rotated where an interrupted rotation stopped', async () => {
    const { store } = server()
    await db.database.withTenant(TENANT_A, async (trx) => {
      for (let ref = 0; ref < 20; ref += 1) await store.put(trx, place(ref), CANARY)
    })
    expect(await beginRotation(db.owner, file, systemIds)).toBe('new-key')
    const killed = rewrapSecrets({
      owner: db.owner,
      keyring: server().keyring,
      clock,
      ids: systemIds,
      batchSize: 5,
      onProgress: () => {
        throw new Error('killed')
      },
    })
    await expect(killed).rejects.toThrow('killed')
    expect(await keyIds()).toHaveLength(2)

    expect(await beginRotation(db.owner, file, systemIds)).toBe('resumed')
    expect(await rewrap()).toMatchObject({ rewrapped: 15, unreadable: [] })
    await endRotation(db.owner, file, systemIds)
    expect(await keyIds()).toHaveLength(1)
    expect(await beginRotation(db.owner, file, systemIds)).toBe('new-key')
  })

  it('lose no key when two rotations begin at once', async () => {
    server()
    const begun = await Promise.all([1, 2].map(() => beginRotation(db.owner, file, systemIds)))
    expect(begun.toSorted()).toEqual(['new-key', 'resumed'])
    expect(readKeyFile(file).keys).toHaveLength(2)
  })

  it('that do not open are named and left as they are, and the rotation ends', async () => {
    const { store } = server()
    await db.database.withTenant(TENANT_A, async (trx) => {
      await store.put(trx, place(1), CANARY)
      await store.put(trx, place(2), CANARY)
      await trx('secrets').where({ ref: '2' }).update({ ref: 'moved' })
    })
    await beginRotation(db.owner, file, systemIds)
    const done = await rewrap()
    expect(done.rewrapped).toBe(1)
    expect(done.unreadable).toEqual([expect.stringMatching(/^The secret quickbooks\/moved of tenant/)])
  })
})
