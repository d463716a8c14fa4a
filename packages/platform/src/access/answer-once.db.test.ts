import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { defineCommand, mspWith } from '../contract/use-case.ts'
import {
  createTestDatabase,
  insertTenant,
  systemActor,
  TENANT_A,
  testClock,
  testIds,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import {
  createApplication,
  emptyReply,
  implement,
  implementSystem,
  type Application,
  type Implementation,
} from './application.ts'

const plant = defineCommand({
  name: 'tree.plant',
  summary: 'Plant a tree',
  access: mspWith('tree:create'),
  once: true,
  input: z.object({ kind: z.string() }),
  output: z.object({ treeId: z.string() }),
})
const gardener = systemActor(TENANT_A, 'gardener')

describe('what is answered once', () => {
  let db: TestDatabase
  let app: Application
  let planted = 0
  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    app = applicationOf(planting)
  })
  afterAll(() => db.close())

  const applicationOf = (...implementations: Implementation[]) =>
    createApplication(
      { database: db.database, clock: testClock(), ids: testIds(), log: testLog().log },
      implementations,
    )
  const planting = implement(plant, async (ctx, { kind }) => {
    planted += 1
    await ctx.audit({ action: 'tree.planted', entityType: 'tree', entityId: kind })
    return { treeId: `${kind} ${planted}`, secret: 'where the treasure is' }
  })
  const send = (idempotencyKey: string | undefined, kind = 'oak', actor = gardener) =>
    app.execute(
      plant,
      actor,
      { kind },
      {
        requestId: 'test',
        idempotencyKey,
        reply: emptyReply(),
        origin: { ip: '', userAgent: '' },
      },
    )

  it('is answered again from the record, as it was declared and no more', async () => {
    const first = await send('key one')
    expect(await send('key one')).toEqual(first)
    expect(planted).toBe(1)
    expect(await db.owner('answered_commands').pluck('answer')).toEqual([first])
  })

  it('is the same only from the same sender with the same content', async () => {
    await send('key two')
    const differently = { status: 409, code: 'sent-differently' }
    await expect(send('key two', 'elm')).rejects.toMatchObject(differently)
    const neighbour = systemActor(TENANT_A, 'neighbour')
    await expect(send('key two', 'oak', neighbour)).rejects.toMatchObject(differently)
  })

  it('is done each time where nobody gives a key', async () => {
    const before = planted
    await send(undefined)
    await send(undefined)
    expect(planted).toBe(before + 2)
  })

  it('cannot be promised outside of a company', () => {
    const everywhere = implementSystem(plant, async () => ({ treeId: 'everywhere' }))
    expect(() => applicationOf(everywhere)).toThrow(/tree.plant cannot be done once/)
  })
})
