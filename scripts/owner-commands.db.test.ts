import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sealBatch } from '../packages/platform/src/audit/sealer.ts'
import { recordEvents, tamper } from '../packages/platform/src/audit/testing/tampering.ts'
import { systemIds } from '../packages/platform/src/ids.ts'
import { createKeyring } from '../packages/platform/src/secrets/keyring.ts'
import { createSecretBox } from '../packages/platform/src/secrets/secret-box.ts'
import { createSecretStore } from '../packages/platform/src/secrets/secret-store.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  testClock,
  testLog,
  type TestDatabase,
} from '../packages/platform/src/testing/index.ts'

describe('the commands of whoever owns the installation', () => {
  let db: TestDatabase
  let home: string
  const clock = testClock()

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'tieout-home-'))
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    await recordEvents(db.database, { clock, ids: systemIds }, TENANT_A, 4)
    clock.advance(600)
    await sealBatch({ database: db.database, clock, log: testLog().log }, TENANT_A)
  })
  afterAll(async () => {
    await db.close()
    rmSync(home, { recursive: true })
  })

  async function run(script: string, args: string[] = [], env: Record<string, string> = {}) {
    const child = spawn(process.execPath, [join(import.meta.dirname, script), ...args], {
      env: { ...process.env, DATABASE_URL: db.urls.owner, TIEOUT_DATA_DIR: home, TIEOUT_KEYS: '', ...env },
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => (said += text))
    const code = await new Promise<number | null>((ended) => child.once('close', ended))
    return { code, said }
  }

  it('audit:verify says that the chain is intact, and accepts its own head later', async () => {
    const first = await run('audit-verify.ts')
    expect(first.said).toMatch(/^Alder \(alder\): chain intact, 4 sealed, head [0-9a-f]{64}\nchain intact\n$/)
    expect(first.code).toBe(0)
    const head = /head ([0-9a-f]{64})/.exec(first.said)?.[1] ?? ''
    expect(await run('audit-verify.ts', ['--tenant', 'alder', '--expect-head', head])).toMatchObject({
      code: 0,
    })
    const wrong = await run('audit-verify.ts', ['--tenant', 'alder', '--expect-head', 'f'.repeat(64)])
    expect(wrong.said).toContain('The expected head is not part of this chain')
    expect(wrong.code).toBe(1)
  })

  it('audit:verify names what was tampered with and fails', async () => {
    await tamper(db.owner, (trx) =>
      trx('audit_events').where({ reason: 'because' }).update({ reason: 'for fun' }),
    )
    const { code, said } = await run('audit-verify.ts')
    expect(said).toMatch(/Alder \(alder\): 1 problem, 4 sealed/)
    expect(said).toMatch(/! Event \S+ no longer matches seal 3: it or its seal was edited\./)
    expect(said).toMatch(/\n1 problem\n$/)
    expect(code).toBe(1)
  })

  it('audit:verify wants a tenant that exists, and one for a head', async () => {
    expect(await run('audit-verify.ts', ['--tenant', 'nobody'])).toMatchObject({ code: 1 })
    expect((await run('audit-verify.ts', ['--expect-head', 'x'])).said).toMatch(/--tenant SLUG/)
  })

  it('secrets:rotate gives every secret a new key from the key file, without printing one', async () => {
    const keyring = createKeyring({ file: join(home, 'keys.json'), ids: systemIds })
    const store = createSecretStore(createSecretBox(keyring, systemIds), { clock, ids: systemIds })
    const place = { tenant: TENANT_A, purpose: 'quickbooks', ref: '1' }
    await db.database.withTenant(TENANT_A, (trx) => store.put(trx, place, 'canary'))
    const before = keyring.current()

    const { code, said } = await run('secrets-rotate.ts')
    expect(said).toMatch(/1 secrets now have the key key-\w+; 0 could not be opened/)
    expect(code).toBe(0)
    expect(keyring.current().id).not.toBe(before.id)
    for (const { bytes } of [before, keyring.current()]) expect(said).not.toContain(bytes.toString('base64'))
    expect(await db.owner('secrets').pluck('key_id')).toEqual([keyring.current().id])
    expect(await db.database.withTenant(TENANT_A, (trx) => store.get(trx, place))).toBe('canary')
  })

  it('secrets:rotate follows TIEOUT_KEYS where keys come from there', async () => {
    const { current } = createKeyring({ file: join(home, 'keys.json'), ids: systemIds })
    const keys = [['fresh', Buffer.alloc(32, 7)] as const, [current().id, current().bytes] as const]
    const text = keys.map(([id, bytes]) => `${id}:${bytes.toString('base64')}`).join(',')
    const { code } = await run('secrets-rotate.ts', [], { TIEOUT_KEYS: text })
    expect(code).toBe(0)
    expect(await db.owner('secrets').pluck('key_id')).toEqual(['fresh'])
  })
})
