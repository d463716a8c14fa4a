import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { CanonicalDocument } from '../../core/document.ts'
import { saveFacts } from '../../postgres/connection-settings.ts'
import { writeLinks } from '../../postgres/links.ts'
import { documentsVoided } from '../../producers/producers.ts'
import { statementsOf } from '../../testing/statements.ts'
import { createSyncWorld, lineOf, linkOf, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { batchDesk } from '../../testing/batch-desk.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { keepOut } from '../control.ts'
import { previewBatch, validateBatch } from './batches.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => {
  world.sandbox.chaos.calm()
  world.tasks.clear()
  world.documents.clear()
})
afterAll(() => world.close())

const { inA, idsOf, made, drafted, deliver, cancel, batchOf, linesOf } = batchDesk(() => world)

const soldAs = (serviceId: string) => ({
  lines: [lineOf(100, serviceId)],
  netMinor: 100,
  totalMinor: 100,
})
const NOBODY = {
  queued: 0,
  joined: 0,
  elsewhere: 0,
  alreadyThere: 0,
  excluded: 0,
  closedPeriod: 0,
  otherCurrency: 0,
  taxesApart: 0,
  gone: 0,
}

describe('a preview', () => {
  it('says of each document what would become of it, and what it lacks by name', async () => {
    const connection = await world.connect()
    const [there] = await world.finalize(connection, 1)
    await world.cycle(connection)
    const [queued] = await world.finalize(connection, 1)
    const [ready] = made(1)
    const [lacks] = made(1, soldAs('mystery'))
    const [stranger] = made(1, { clientId: crypto.randomUUID(), clientName: 'Rook & Daughters' })
    const [early] = made(1, { issueDate: '2026-09-30' })
    const [out] = made(1)
    world.items.services = [{ id: 'mystery', name: 'Mystery', code: null, detail: null, active: true }]
    const left = { entityType: 'invoice', entityId: out?.id ?? '', reason: 'barter', by: SOMEBODY } as const
    await inA(async (trx) => {
      await keepOut(world.host, trx, TENANT_A, left)
      const facts = { ...connection.facts, booksClosedThrough: '2026-09-30' }
      await saveFacts(trx, TENANT_A, connection.connectionId, facts, world.now())
    })
    const { answer: preview, statements } = await statementsOf(world.db.app, () =>
      inA((trx) => previewBatch(world.host, trx, TENANT_A, connection.connectionId, {})),
    )
    const states = Object.fromEntries(preview?.documents.map((each) => [each.id, each.state]) ?? [])
    expect(states).toEqual({
      [there?.id ?? '']: 'already_there',
      [queued?.id ?? '']: 'queued',
      [ready?.id ?? '']: 'ready',
      [lacks?.id ?? '']: 'missing',
      [stranger?.id ?? '']: 'missing',
      [early?.id ?? '']: 'closed_period',
      [out?.id ?? '']: 'excluded',
    })
    const missing = preview?.documents.flatMap((each) => each.missing)
    expect(missing?.toSorted((a, b) => (a.what < b.what ? -1 : 1))).toEqual([
      { what: 'customer', entityId: stranger?.clientId, name: 'Rook & Daughters' },
      { what: 'item', entityId: 'mystery', name: 'Mystery' },
    ])
    expect(preview?.more).toBe(false)
    const missed = { state: 'missing', currency: 'USD', documents: 2 }
    expect(preview?.totals).toContainEqual({ ...missed, amountMinor: 100 + (stranger?.totalMinor ?? 0) })
    expect(statements.length).toBeLessThanOrEqual(6)
  })

  it('is narrowed by day and client, and says that there are more than a thousand', async () => {
    const connection = await world.connect()
    made(1001)
    const [other] = made(1, { issueDate: '2026-03-05', clientId: SOMEBODY })
    const look = (filter: object) =>
      inA((trx) => previewBatch(world.host, trx, TENANT_A, connection.connectionId, filter))
    expect((await look({ from: '2026-03-05', to: '2026-03-05' }))?.documents.map((each) => each.id)).toEqual([
      other?.id,
    ])
    expect((await look({ clientIds: [SOMEBODY] }))?.documents).toHaveLength(1)
    const all = await look({})
    expect([all?.documents.length, all?.more]).toEqual([1000, true])
    expect(await inA((trx) => previewBatch(world.host, trx, TENANT_A, SOMEBODY, {}))).toBeNull()
  })
})

describe('a batch of a person', () => {
  it('queues nothing before it is delivered, and settles line by line when it is', async () => {
    const connection = await world.connect()
    const [there] = await world.finalize(connection, 1)
    await world.cycle(connection)
    const [queued] = await world.finalize(connection, 1)
    const ready = made(2)
    const [lacks] = made(1, soldAs('later'))
    const chosen = [there, queued, ...ready, lacks].filter((each) => each !== undefined)
    const { batchId } = await drafted(connection, chosen)
    expect((await world.operations(connection)).length).toBe(2)
    const delivery = { ...NOBODY, queued: 3, joined: 1, alreadyThere: 1 }
    expect(await deliver(batchId)).toEqual({ kind: 'delivering', delivery })
    expect(await batchOf(batchId)).toMatchObject({ documents: 5, delivery, lines: { pending: 4 } })
    await world.cycle(connection)
    expect(await batchOf(batchId)).toMatchObject({ status: 'delivering', lines: { done: 3, pending: 1 } })
    expect([...world.tasks.values()].map((each) => each.kind)).toEqual(['accounting_sync_unmapped_item'])
    expect(world.there(connection).size).toBe(4)
  })

  it('is delivered once, though two press at the same instant', async () => {
    const connection = await world.connect()
    const { batchId } = await drafted(connection, made(3))
    const kinds = (await Promise.all([deliver(batchId), deliver(batchId)])).map((each) => each.kind)
    expect(kinds.toSorted()).toEqual(['changed', 'delivering'])
    await world.cycle(connection)
    expect([...world.there(connection).values()]).toEqual([1, 1, 1])
    expect(await deliver(batchId, 3)).toEqual({ kind: 'changed' })
  })

  it('and another with the same document deliver it once', async () => {
    const connection = await world.connect()
    const documents = made(2)
    const [one, other] = [await drafted(connection, documents), await drafted(connection, documents)]
    const ends = await Promise.all([deliver(one.batchId), deliver(other.batchId)])
    const shares = ends.map((each) => each.kind === 'delivering' && each.delivery.queued)
    expect(shares.toSorted()).toEqual([0, 2])
    await world.cycle(connection)
    expect([...world.there(connection).values()]).toEqual([1, 1])
    for (const { batchId } of [one, other]) {
      expect(await batchOf(batchId)).toMatchObject({ status: 'delivered' })
    }
  })

  it('cancelled on its way lets what left arrive, keeps the rest here, and gives back what it took over', async () => {
    const connection = await world.connect()
    const queued = await world.finalize(connection, 2)
    const own = made(150)
    // Numbered after its own, so that they are among the last.
    const { batchId } = await drafted(connection, [...own, ...queued])
    for (const each of queued) world.documents.set(each.id, { ...each, number: `Z-${each.number}` })
    expect(await deliver(batchId)).toMatchObject({ delivery: { queued: 150, joined: 2 } })
    await world.db.owner.raw(
      `update accounting_sync_operations set document_number = 'Z-' || document_number
       where alga_entity_id = any (cast(? as uuid[]))`,
      [idsOf(queued)],
    )
    const answers: unknown[] = []
    let isFirst = true
    const interrupted = world.another('interrupted', {
      async fetch(...call) {
        if (isFirst && !String(call[0]).includes('/cdc')) {
          isFirst = false
          answers.push(await cancel(batchId, 2))
        }
        return await world.sandbox.fetch(...call)
      },
    })
    await world.cycle(connection, interrupted)
    await world.settleDown(connection)
    const lines = (await batchOf(batchId))?.lines ?? {}
    const [done = 0, skipped = 0] = [lines.done, lines.skipped]
    // One frame had left; of those beside it some may have, and what was left was not frozen yet.
    expect([done + skipped, done >= 30, skipped >= 30]).toEqual([150, true, true])
    expect(answers).toMatchObject([{ kind: 'cancelled', givenBack: 2 }])
    expect(await batchOf(batchId)).toMatchObject({ status: 'cancelled' })
    expect(world.there(connection).size).toBe(done + 2)
    const left = (await linesOf(batchId)).find((each) => each.status === 'skipped')
    expect(left).toMatchObject({ skipReason: 'wrong month', skippedBy: SOMEBODY })
    expect(await cancel(batchId, 3)).toEqual({ kind: 'changed' })
  })

  it('cancelled while it waits takes its tasks with it', async () => {
    const connection = await world.connect()
    const { batchId } = await drafted(connection, made(2, soldAs('never')))
    await deliver(batchId)
    await world.cycle(connection)
    expect(world.tasks.size).toBe(1)
    expect(await cancel(batchId, 2)).toEqual({ kind: 'cancelled', skipped: 2, givenBack: 0 })
    expect(world.tasks.size).toBe(0)
    expect(world.there(connection).size).toBe(0)
  })

  it('leaves out and counts what was voided since, before it was delivered or after', async () => {
    const connection = await world.connect()
    const [before, after, other] = made(3)
    const { batchId } = await drafted(
      connection,
      [before, after, other].filter((each) => each !== undefined),
    )
    const isVoided = async (document: CanonicalDocument | undefined) => {
      const id = document?.id ?? ''
      await inA((trx) => documentsVoided(world.host, trx, TENANT_A, 'invoice', [id]))
      world.documents.delete(id)
    }
    await isVoided(before)
    expect(await inA((trx) => validateBatch(world.host, trx, TENANT_A, batchId))).toMatchObject({
      gone: 1,
      documents: [{ state: 'ready' }, { state: 'ready' }],
    })
    expect(await deliver(batchId)).toMatchObject({ delivery: { queued: 2, gone: 1 } })
    await isVoided(after)
    await world.cycle(connection)
    expect([...world.there(connection).keys()]).toEqual([other?.number])
    expect(await batchOf(batchId)).toMatchObject({ status: 'delivered', lines: { done: 1, skipped: 1 } })
  })

  it('is over when its last waiting document is voided, without a cycle that sends anything', async () => {
    const connection = await world.connect()
    const [waits] = made(1, soldAs('never'))
    const { batchId } = await drafted(connection, waits === undefined ? [] : [waits])
    await deliver(batchId)
    await world.cycle(connection)
    expect(await batchOf(batchId)).toMatchObject({ status: 'delivering' })
    await inA((trx) => documentsVoided(world.host, trx, TENANT_A, 'invoice', [waits?.id ?? '']))
    expect(await batchOf(batchId)).toMatchObject({ status: 'delivered', lines: { skipped: 1 } })
  })

  it('holds no good line up for a bad one, and tries the bad one again when it is delivered again', async () => {
    const connection = await world.connect()
    await inA((trx) =>
      writeLinks(trx, TENANT_A, connection, [linkOf('service', 'bad', 'item', '99999')], world.now()),
    )
    const [bad] = made(1, soldAs('bad'))
    const good = made(4)
    const { batchId } = await drafted(connection, [...good, ...(bad === undefined ? [] : [bad])])
    await deliver(batchId)
    await world.cycle(connection)
    expect(await batchOf(batchId)).toMatchObject({ status: 'delivered', lines: { done: 4, failed: 1 } })
    const line = (await linesOf(batchId)).find((each) => each.status === 'failed')
    expect(line).toMatchObject({ number: bad?.number, errorCode: 'reference_invalid' })
    await inA((trx) =>
      writeLinks(trx, TENANT_A, connection, [linkOf('service', 'bad', 'item', '1')], world.now()),
    )
    const again = await drafted(connection, bad === undefined ? [] : [bad])
    expect(await deliver(again.batchId)).toMatchObject({ delivery: { queued: 1 } })
    await world.cycle(connection)
    expect(await batchOf(again.batchId)).toMatchObject({ status: 'delivered', lines: { done: 1 } })
    expect(world.tasks.size).toBe(0)
  })

  it('of what is there already is delivered at once', async () => {
    const connection = await world.connect()
    const documents = await world.finalize(connection, 2)
    await world.cycle(connection)
    const { batchId } = await drafted(connection, documents)
    expect(await deliver(batchId)).toEqual({
      kind: 'delivering',
      delivery: { ...NOBODY, alreadyThere: 2 },
    })
    expect(await batchOf(batchId)).toMatchObject({ status: 'delivered', lines: {} })
  })
})
