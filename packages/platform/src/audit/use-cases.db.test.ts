import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApplication } from '../access/application.ts'
import { auditGet, auditSearch, auditStatus } from '../contract/audit.ts'
import {
  createTestDatabase,
  insertTenant,
  systemActor,
  TENANT_A,
  TENANT_B,
  testClock,
  testIds,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import { sealBatch } from './sealer.ts'
import { recordEvents } from './testing/tampering.ts'
import { auditUseCases } from './use-cases.ts'

describe('reading the audit', () => {
  let db: TestDatabase
  const clock = testClock()
  const ids = testIds()
  const { log } = testLog()
  const app = () => createApplication({ database: db.database, clock, ids, log }, auditUseCases())
  const search = (input: object = {}) => app().execute(auditSearch, systemActor(TENANT_A), input)

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
    await recordEvents(db.database, { clock, ids }, TENANT_A, 6)
    await recordEvents(db.database, { clock, ids }, TENANT_B, 1)
    clock.advance(600)
    await sealBatch({ database: db.database, clock, log }, TENANT_A)
    await recordEvents(db.database, { clock, ids }, TENANT_A, 1)
  })
  afterAll(() => db.close())

  it('shows the newest first and says what is sealed', async () => {
    const { items, nextCursor } = await search()
    expect(items.map((event) => event.sealed)).toEqual([false, true, true, true, true, true, true])
    expect(items.map((event) => event.recordedAt)).toEqual(
      items
        .map((event) => event.recordedAt)
        .toSorted()
        .toReversed(),
    )
    expect(items[4]).toMatchObject({
      action: 'invoice.finalized',
      actor: { kind: 'system', id: 'import', name: 'import' },
      before: { amount: 3 },
      after: { amount: 4 },
      reason: 'because',
      requestId: 'request-1',
    })
    expect(nextCursor).toBeNull()
  })

  it('pages through all events, each once', async () => {
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await search({ limit: 3, cursor })
      seen.push(...items.map((event) => event.eventId))
      cursor = nextCursor ?? undefined
    } while (cursor)
    expect(seen).toEqual((await search()).items.map((event) => event.eventId))
  })

  it.each([
    [{ action: 'client.' }, 3],
    [{ action: 'invoice.finalized' }, 4],
    [{ action: 'voice' }, 0],
    [{ actorId: 'import' }, 7],
    [{ actorId: 'somebody' }, 0],
    [{ entityType: 'client', entityId: 'entity-4' }, 1],
    [{ from: '2026-03-02T09:00:02.000Z', to: '2026-03-02T09:00:04.000Z' }, 2],
  ])('narrows by %o', async (filter, count) => {
    expect((await search(filter)).items).toHaveLength(count)
  })

  it.each([{ cursor: 'nonsense' }, { cursor: btoa('["x","y"]') }, { action: '%' }, { actorId: 'a\u0000b' }])(
    'refuses %o as bad input',
    async (input) => {
      await expect(search(input)).rejects.toMatchObject({ status: 400, code: 'bad-input' })
    },
  )

  it('shows one event with its seal', async () => {
    const oldest = (await search()).items.at(-1)
    const event = await app().execute(auditGet, systemActor(TENANT_A), { eventId: oldest?.eventId })
    expect(event).toMatchObject({ sealed: true, seal: { seq: 1 } })
  })

  it('does not know another tenant’s event', async () => {
    const [event] = (await search()).items
    await expect(
      app().execute(auditGet, systemActor(TENANT_B), { eventId: event?.eventId }),
    ).rejects.toMatchObject({ status: 404 })
  })

  it('says how far the audit is sealed', async () => {
    expect(await app().execute(auditStatus, systemActor(TENANT_A), {})).toEqual({
      sealedCount: 6,
      unsealedCount: 1,
      lastSealedAt: '2026-03-02T09:10:07.000Z',
      headHash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(await app().execute(auditStatus, systemActor(TENANT_B), {})).toEqual({
      sealedCount: 0,
      unsealedCount: 1,
      lastSealedAt: null,
      headHash: null,
    })
  })
})
