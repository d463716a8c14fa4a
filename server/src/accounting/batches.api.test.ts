import type { Connection } from '@tieout/accounting-sync'
import { IDEMPOTENCY_KEY } from '@tieout/platform/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import {
  connect,
  createAccountingHost,
  invoicesUnder,
  type AccountingHost,
} from './testing/accounting-host.ts'
import { finalized, stock, until, type Made } from './testing/documents.ts'

let world: AccountingHost
let bill: Person
let connection: Connection
let clients: string[]
let services: string[]

beforeAll(async () => {
  world = await createAccountingHost()
  bill = world.bill
  connection = await connect(world)
  ;({ clients, services } = await stock(bill))
  const { tenant } = HARBOR
  await world.test.db.database.withTenant(tenant, async (trx) => {
    // What is made here waits for a batch.
    await world.sync.changeSettings(trx, tenant, connection.connectionId, { autoSync: false })
    const links = [
      { entityType: 'client', entityId: clients[0] ?? '', externalId: '1' },
      { entityType: 'service', entityId: services[0] ?? '', externalId: '1' },
    ] as const
    for (const link of links) {
      expect(await world.sync.map(trx, connection, link)).toMatchObject({ kind: 'mapped' })
    }
  })
})
afterAll(() => world.close())

const make = (count: number, more: Partial<Parameters<typeof finalized>[2]> = {}) =>
  finalized(bill, count, { clientId: clients[0] ?? '', serviceId: services[0] ?? null, ...more })
const company = () => `/accounting/connections/${connection.connectionId}/batches`
const idsOf = (made: readonly Made[]) => made.map((each) => each.invoiceId)

async function draft(made: readonly Made[], person = bill) {
  const answer = await person.ask('POST', company()).send({ documentIds: idsOf(made) })
  expect(answer.status, answer.text).toBe(201)
  return answer.body
}
const deliver = (batchId: string, version = 1, person = bill) =>
  person.ask('POST', `/accounting/batches/${batchId}/deliver`).send({ version })
const cancel = (batchId: string, version: number, person = bill) =>
  person.ask('POST', `/accounting/batches/${batchId}/cancel`).send({ version, reason: 'wrong month' })
const read = async (batchId: string) => (await bill.ask('GET', `/accounting/batches/${batchId}`)).body
const ended = (batchId: string) =>
  until(async () => {
    const batch = await read(batchId)
    expect(batch.status).toBe('delivered')
    return batch
  })
const pauseSync = (reason: string | null) =>
  world.test.db.database.withTenant(HARBOR.tenant, async (trx) => {
    const { tenant } = HARBOR
    const { connectionId } = connection
    if (reason === null) await world.sync.resume(trx, tenant, connectionId)
    else await world.sync.pause(trx, tenant, connectionId, { reason, by: tenant })
  })

describe('a preview', () => {
  it('says of each document what keeps it, with totals, and changes nothing', async () => {
    const [ready] = await make(1)
    const [lacks] = await make(1, { serviceId: services[1] })
    const { body } = await bill.ask('POST', `${company()}/preview`).send({ clientIds: [clients[0]] })
    const of = ({ invoiceId }: Made) =>
      body.documents.find((each: { documentId: string }) => each.documentId === invoiceId)
    expect(of(ready as Made)).toMatchObject({
      number: ready?.number,
      state: 'ready',
      missing: [],
      totalMinor: 10_000,
      client: { id: clients[0] },
    })
    const { name } = (await bill.ask('GET', `/services/${services[1]}`)).body
    expect(of(lacks as Made)).toMatchObject({
      state: 'missing',
      missing: [{ what: 'item', entityId: services[1], name }],
    })
    for (const { state, documents, money } of body.totals) {
      const own = body.documents.filter((each: { state: string }) => each.state === state)
      expect(documents).toBe(own.length)
      for (const { currency, amountMinor } of money) {
        const sums = own.filter((each: { currency: string }) => each.currency === currency)
        expect(amountMinor).toBe(
          sums.reduce((sum: number, each: { totalMinor: number }) => sum + each.totalMinor, 0),
        )
      }
    }
    expect(body.totals.map((each: { state: string }) => each.state)).toContain('missing')
    expect(body).toMatchObject({ more: false, gone: 0 })
    expect(await world.test.db.owner('accounting_sync_operations')).toEqual([])
  })

  it('of a company that is not known is refused', async () => {
    const place = '/accounting/connections/11111111-1111-4111-8111-111111111111/batches/preview'
    expect((await bill.ask('POST', place).send({})).body).toMatchObject({
      status: 404,
      code: 'accounting-no-connection',
    })
  })
})

describe('a draft', () => {
  it('is one, though it is sent twice with the same key', async () => {
    const made = await make(1)
    const key = crypto.randomUUID()
    const send = () =>
      bill
        .ask('POST', company())
        .set(IDEMPOTENCY_KEY, key)
        .send({ documentIds: idsOf(made) })
    const [first, second] = await Promise.all([send(), send()])
    const third = await send()
    expect([first.status, second.status, third.status]).toEqual([201, 201, 201])
    expect(new Set([first, second, third].map(({ body }) => body.batchId)).size).toBe(1)
    const rows = await world.test.db
      .owner('accounting_export_batches')
      .whereRaw('? = any (document_ids)', [made[0]?.invoiceId ?? ''])
    expect(rows).toHaveLength(1)
  })

  it('sends nothing, says who made it, and is judged anew as things stand', async () => {
    const [first, second] = await make(2)
    const batch = await draft([first, second] as Made[])
    expect(batch).toMatchObject({
      origin: 'manual',
      status: 'draft',
      documents: 2,
      createdByName: 'Bill Moreau',
      company: 'Harbor Books',
      lines: { pending: 0, done: 0 },
      delivery: null,
    })
    await bill.ask('POST', `/invoices/${first?.invoiceId}/void`).send({ reason: 'by mistake' }).expect(200)
    const judged = await bill.ask('GET', `/accounting/batches/${batch.batchId}/documents`)
    expect(judged.body).toMatchObject({ gone: 1, documents: [{ number: second?.number, state: 'ready' }] })
    expect(invoicesUnder(world, second?.number ?? '')).toEqual([])
    const file = await bill.ask('GET', `/accounting/batches/${batch.batchId}/documents.csv`)
    expect(file.text).toContain(second?.number)
  })

  it('of nothing, of too much, or of what is no document is refused', async () => {
    const refused = async (documentIds: string[]) =>
      (await bill.ask('POST', company()).send({ documentIds })).status
    expect(await refused([])).toBe(400)
    expect(await refused(Array.from({ length: 1001 }, () => crypto.randomUUID()))).toBe(400)
    expect(await refused([...idsOf(await make(1)), clients[0] ?? ''])).toBe(404)
  })
})

describe('delivering', () => {
  // capability control out: Documents that somebody chose, as a batch; each line settles by itself
  it('settles line by line: what lacks something waits, and goes out once it is mapped', async () => {
    const ready = await make(2)
    const [lacks] = await make(1, { serviceId: services[2] })
    const { batchId } = await draft([...ready, lacks as Made])
    const answer = await deliver(batchId)
    expect(answer.body).toMatchObject({ status: 'delivering', delivery: { queued: 3 }, version: 2 })
    await until(async () => expect((await read(batchId)).lines).toMatchObject({ done: 2, pending: 1 }))
    expect(await read(batchId)).toMatchObject({ status: 'delivering' })
    await world.test.db.database.withTenant(HARBOR.tenant, (trx) =>
      world.sync.map(trx, connection, {
        entityType: 'service',
        entityId: services[2] ?? '',
        externalId: '1',
      }),
    )
    expect(await ended(batchId)).toMatchObject({ lines: { done: 3, pending: 0 } })
    for (const each of [...ready, lacks as Made]) expect(invoicesUnder(world, each.number)).toHaveLength(1)
    const lines = await bill.ask('GET', `/accounting/transactions?batchId=${batchId}`)
    expect(lines.body.items).toHaveLength(3)
  })

  it('happens once, though two press at the same instant; the other is told so politely', async () => {
    const made = await make(2)
    const { batchId } = await draft(made)
    const answers = await Promise.all([deliver(batchId), deliver(batchId)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const late = answers.find(({ status }) => status === 409)
    expect(late?.body.code).toBe('accounting-batch-changed')
    await ended(batchId)
    for (const each of made) expect(invoicesUnder(world, each.number)).toHaveLength(1)
    expect((await deliver(batchId, 1)).body.code).toBe('accounting-batch-changed')
    const said = await world.test.db
      .owner('audit_events')
      .where({ entity_id: batchId, action: 'accounting_batch.delivered' })
    expect(said).toHaveLength(1)
  })

  it('leaves what is there already as it is, and counts it', async () => {
    const [made] = await make(1)
    const { batchId } = await draft([made as Made])
    await deliver(batchId).expect(200)
    await ended(batchId)
    const again = await draft([made as Made])
    const answer = await deliver(again.batchId)
    expect(answer.body).toMatchObject({ status: 'delivered', delivery: { alreadyThere: 1, queued: 0 } })
    expect(invoicesUnder(world, made?.number ?? '')).toHaveLength(1)
  })
})

describe('cancelling', () => {
  it('puts a draft away', async () => {
    const { batchId } = await draft(await make(1))
    const answer = await cancel(batchId, 1)
    expect(answer.body).toMatchObject({ status: 'cancelled', takenBack: 0, givenBack: 0 })
    expect((await deliver(batchId, 2)).body.code).toBe('accounting-batch-changed')
  })

  it('on the way takes back what has not left, with the reason and who gave it', async () => {
    await pauseSync('the month is closed')
    const made = await make(3)
    const { batchId } = await draft(made)
    await deliver(batchId).expect(200)
    expect((await cancel(batchId, 1)).body.code).toBe('accounting-batch-changed')
    const answers = await Promise.all([cancel(batchId, 2), cancel(batchId, 2)])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    expect(answers.find(({ status }) => status === 200)?.body).toMatchObject({ takenBack: 3 })
    await pauseSync(null)
    const { items } = (await bill.ask('GET', `/accounting/transactions?batchId=${batchId}`)).body
    expect(items).toHaveLength(3)
    for (const { operationId } of items) {
      const one = await bill.ask('GET', `/accounting/operations/${operationId}`)
      expect(one.body).toMatchObject({
        status: 'skipped',
        skip: { reason: 'wrong month', byName: 'Bill Moreau' },
      })
    }
    expect(made.flatMap(({ number }) => invoicesUnder(world, number))).toEqual([])
  })

  it('while some are on the wire lets those arrive, and sends none twice', async () => {
    const made = await make(40)
    const { batchId } = await draft(made)
    await deliver(batchId).expect(200)
    const answer = await cancel(batchId, 2)
    // Either it came in time for some, or everything had left already.
    expect([200, 409]).toContain(answer.status)
    await until(async () => {
      const { lines } = await read(batchId)
      expect(lines.pending + lines.in_progress).toBe(0)
    })
    const { lines, status } = await read(batchId)
    expect(status).toBe(answer.status === 200 ? 'cancelled' : 'delivered')
    expect(lines.done + lines.skipped).toBe(40)
    const there = made.map(({ number }) => invoicesUnder(world, number).length)
    expect(there.filter((count) => count === 1)).toHaveLength(lines.done)
    expect(there.filter((count) => count > 1)).toEqual([])
  })
})

describe('the list of batches', () => {
  it('shows the newest first, narrowed by state and origin, page by page, and as a file', async () => {
    const { body } = await bill.ask('GET', '/accounting/batches?limit=200')
    const at = body.items.map((each: { createdAt: string }) => each.createdAt)
    expect(at).toEqual(at.toSorted().toReversed())
    const cancelled = await bill.ask('GET', '/accounting/batches?status=cancelled&origin=manual')
    expect(cancelled.body.items.length).toBeGreaterThan(1)
    expect(new Set(cancelled.body.items.map((each: { status: string }) => each.status))).toEqual(
      new Set(['cancelled']),
    )
    const first = await bill.ask('GET', '/accounting/batches?limit=1')
    const second = await bill.ask('GET', `/accounting/batches?limit=1&cursor=${first.body.nextCursor}`)
    expect([first.body.items[0].batchId, second.body.items[0].batchId]).toEqual(
      body.items.slice(0, 2).map((each: { batchId: string }) => each.batchId),
    )
    const file = await bill.ask('GET', '/accounting/batches.csv?status=cancelled')
    expect(file.text.trim().split('\r\n').length).toBe(cancelled.body.items.length + 1)
  })
})

describe('another company’s people', () => {
  it('see and change nothing of it', async () => {
    const { batchId } = await draft(await make(1))
    const jonas = await world.test.as('jonas@juniperridge.example')
    expect((await jonas.ask('GET', '/accounting/batches')).body.items).toEqual([])
    expect((await jonas.ask('GET', `/accounting/batches/${batchId}`)).status).toBe(404)
    expect((await jonas.ask('GET', `/accounting/batches/${batchId}/documents`)).status).toBe(404)
    expect((await jonas.ask('GET', `/accounting/batches/${batchId}/documents.csv`)).status).toBe(404)
    const unknown = await bill.ask('GET', `/accounting/batches/${crypto.randomUUID()}/documents.csv`)
    expect([unknown.status, unknown.body.code]).toEqual([404, 'accounting-no-batch'])
    expect((await deliver(batchId, 1, jonas)).status).toBe(404)
    expect((await cancel(batchId, 1, jonas)).status).toBe(404)
    expect((await jonas.ask('POST', company()).send({ documentIds: [batchId] })).body.code).toBe(
      'accounting-not-connected',
    )
    expect(await read(batchId)).toMatchObject({ status: 'draft', version: 1 })
  })
})
