import type { Connection } from '@tieout/accounting-sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import {
  connect,
  createAccountingHost,
  invoicesUnder,
  type AccountingHost,
} from './testing/accounting-host.ts'
import { finalized, stock, until, type Made, type Row } from './testing/documents.ts'

let world: AccountingHost
let bill: Person
let connection: Connection
let clients: string[]
let services: string[]

const inTenant = () => world.test.db.database.withTenant

beforeAll(async () => {
  world = await createAccountingHost()
  bill = world.bill
  connection = await connect(world)
  ;({ clients, services } = await stock(bill))
  await inTenant()(HARBOR.tenant, async (trx) => {
    const links = [
      { entityType: 'client', entityId: clients[0] ?? '', externalId: '1' },
      { entityType: 'client', entityId: clients[1] ?? '', externalId: '2' },
      { entityType: 'service', entityId: services[0] ?? '', externalId: '1' },
    ] as const
    for (const link of links) {
      expect(await world.sync.map(trx, connection, link)).toMatchObject({ kind: 'mapped' })
    }
  })
})
afterAll(() => world.close())

const list = async (query: string): Promise<{ items: Row[]; nextCursor: string | null }> => {
  const answer = await bill.ask('GET', `/accounting/transactions?${query}`)
  expect(answer.status, answer.text).toBe(200)
  return answer.body
}
const of = async ({ invoiceId }: Pick<Made, 'invoiceId'>): Promise<Row> => {
  const { items } = await list(`documentId=${invoiceId}`)
  expect(items).toHaveLength(1)
  if (items[0] === undefined) throw new Error('it was not queued')
  return items[0]
}
const make = (count: number, more: Partial<Parameters<typeof finalized>[2]> = {}) =>
  finalized(bill, count, { clientId: clients[0] ?? '', serviceId: services[0] ?? null, ...more })
const become = (made: Made, status: string) =>
  until(async () => {
    const row = await of(made)
    expect(row.status).toBe(status)
    return row
  })

/** An item over there that the bookkeeper has put away, or taken out again. */
function setActive(active: boolean): void {
  const { rows } = world.sandbox.company(connection.realm).tables.Item
  const row = rows.get('1')
  if (row !== undefined) rows.set('1', { ...row, Active: active })
}

async function refused(count = 1): Promise<Made[]> {
  setActive(false)
  const made = await make(count)
  for (const each of made) await become(each, 'failed')
  setActive(true)
  return made
}

const press = (verb: 'retry' | 'skip', body: object, person = bill) =>
  person.ask('POST', `/accounting/operations/${verb}`).send(body)
const counts = async (query = '') => (await bill.ask('GET', `/accounting/transactions/counts?${query}`)).body

describe('the list of transactions', () => {
  it('shows what went out, how long it took, and in which batch', async () => {
    const [made] = await make(1)
    const row = await become(made as Made, 'done')
    expect(row).toMatchObject({
      direction: 'out',
      kind: 'export_invoice',
      documentType: 'invoice',
      number: made?.number,
      client: { id: clients[0] },
      amountMinor: 10_000,
      currency: 'USD',
      attempts: 0,
      errorCode: null,
    })
    expect(row.milliseconds).toBeGreaterThanOrEqual(0)
    expect(row.batchId).not.toBeNull()
    expect((await list(`batchId=${row.batchId}`)).items.map((each) => each.number)).toContain(made?.number)
  })

  it('is narrowed by state, client, number as it is typed, document and kind', async () => {
    const [own] = await make(1)
    const [other] = await make(1, { clientId: clients[1] })
    await become(own as Made, 'done')
    await become(other as Made, 'done')
    const numbers = async (query: string) =>
      (await list(`limit=200&${query}`)).items.map((each) => each.number)
    expect(await numbers(`clientId=${clients[1]}`)).toEqual([other?.number])
    expect(await numbers(`search=${other?.number.toLowerCase()}`)).toEqual([other?.number])
    expect(await numbers(`documentId=${own?.invoiceId}`)).toEqual([own?.number])
    expect(await numbers('kind=credit_note')).toEqual([])
    expect(await numbers('status=done')).toEqual(expect.arrayContaining([own?.number, other?.number]))
    expect(await numbers('status=failed')).toEqual([])
    expect(await counts(`clientId=${clients[1]}`)).toMatchObject({ out: { done: 1, failed: 0 } })
  })

  it('takes days as the tenant’s, whose first moment is not that of UTC', async () => {
    const [made] = await make(1)
    await become(made as Made, 'done')
    const { owner } = world.test.db
    const change = (at: string) =>
      owner('accounting_sync_operations')
        .where({ alga_entity_id: made?.invoiceId })
        .update({ updated_at: at })
    // Half past eleven in the evening of the 14th in New York.
    await change('2026-01-15T04:30:00.000Z')
    const found = async (query: string) => (await list(`documentId=${made?.invoiceId}&${query}`)).items.length
    expect(await found('from=2026-01-14&to=2026-01-14')).toBe(1)
    expect(await found('from=2026-01-15')).toBe(0)
    expect(await counts(`documentId=${made?.invoiceId}&to=2026-01-13`)).toMatchObject({ out: { done: 0 } })
  })

  it('is turned page by page without losing or doubling one, whatever happens in between', async () => {
    const before = await make(4)
    for (const each of before) await become(each, 'done')
    const wanted = new Set((await list('limit=200')).items.map((each) => each.operationId))
    const seen: string[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: Awaited<ReturnType<typeof list>> = await list(
        `limit=2${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      seen.push(...page.items.map((each) => each.operationId))
      // Something new while somebody turns pages: it comes first, where the reader has been already.
      if (cursor === '') await become((await make(1))[0] as Made, 'done')
      cursor = page.nextCursor
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(new Set(seen)).toEqual(wanted)
  })

  it('begins at the front for a cursor that is none', async () => {
    const first = await list('limit=1')
    expect(await list('limit=1&cursor=nonsense')).toEqual(first)
  })

  it('is to be had as a file, with the same filters', async () => {
    const [made] = await make(1)
    await become(made as Made, 'done')
    const file = await bill.ask('GET', `/accounting/transactions.csv?documentId=${made?.invoiceId}`)
    expect(file.status).toBe(200)
    expect(file.headers['content-type']).toContain('text/csv')
    const lines = file.text.trim().split('\r\n')
    expect(lines).toHaveLength(2)
    expect(lines[1]).toContain(made?.number)
    expect(lines[1]).toContain('100.00')
  })
})

describe('one transaction', () => {
  it('tells everything that was tried, what was said, and where to see it', async () => {
    const [made] = await make(1)
    const { operationId } = await become(made as Made, 'done')
    const { body } = await bill.ask('GET', `/accounting/operations/${operationId}`)
    expect(body).toMatchObject({ company: 'Harbor Books', missing: [], skip: null, taskId: null })
    expect(body.deepLink).toContain('/desk/9130/invoices/')
    expect(body.attemptsMade).toHaveLength(1)
    expect(body.attemptsMade[0]).toMatchObject({ sequence: 1, outcome: 'written', errorCode: null })
    expect(body.attemptsMade[0].trace).toEqual(expect.any(String))
    expect(body.attemptsMade[0].request).toMatchObject({ DocNumber: made?.number })
    expect(body.attemptsMade[0].response).toMatchObject({ totalMinor: 10_000 })
  })

  it('names what it waits for, and the task in which that is mended', async () => {
    const serviceId = services[1] ?? ''
    const [made] = await make(1, { serviceId })
    const row = await until(async () => {
      const found = await of(made as Made)
      expect(found.waitReason).toBe('unmapped')
      return found
    })
    const { body } = await bill.ask('GET', `/accounting/operations/${row.operationId}`)
    const { name } = (await bill.ask('GET', `/services/${serviceId}`)).body
    expect(body.missing).toEqual([{ what: 'item', entityId: serviceId, name }])
    const task = await bill.ask('GET', `/inbox/tasks/${body.taskId}`)
    expect(task.body.kind).toBe('accounting_sync_unmapped_item')
    await press('skip', { operationIds: [row.operationId], reason: 'a trial' }).expect(200)
  })

  it('that does not exist is a plain refusal', async () => {
    const answer = await bill.ask('GET', '/accounting/operations/11111111-1111-4111-8111-111111111111')
    expect([answer.status, answer.body.code]).toEqual([404, 'accounting-no-operation'])
  })
})

describe('trying again', () => {
  it('moves what was refused, closes its task, and says who did it', async () => {
    const [made] = await refused()
    const { operationId } = await of(made as Made)
    const { taskId } = (await bill.ask('GET', `/accounting/operations/${operationId}`)).body
    expect(taskId).not.toBeNull()
    expect((await press('retry', { operationIds: [operationId] })).body).toEqual({ retried: 1 })
    await become(made as Made, 'done')
    expect(invoicesUnder(world, made?.number ?? '')).toHaveLength(1)
    expect((await bill.ask('GET', `/inbox/tasks/${taskId}`)).body.status).not.toBe('open')
    const said = await world.test.db
      .owner('audit_events')
      .where({ entity_id: operationId, action: 'accounting_operation.retried' })
      .pluck('actor_name')
    expect(said).toEqual(['Bill Moreau'])
  })

  it('counts once, though two press at the same instant', async () => {
    const made = await refused(3)
    const operationIds = await Promise.all(made.map(async (each) => (await of(each)).operationId))
    const answers = await Promise.all([press('retry', { operationIds }), press('retry', { operationIds })])
    expect(answers.map(({ status }) => status)).toEqual([200, 200])
    const together = answers.reduce((sum, { body }) => sum + body.retried, 0)
    expect(together).toBe(3)
    for (const each of made) {
      await become(each, 'done')
      expect(invoicesUnder(world, each.number)).toHaveLength(1)
    }
    const said = await world.test.db
      .owner('audit_events')
      .whereIn('entity_id', operationIds)
      .where({ action: 'accounting_operation.retried' })
    expect(said).toHaveLength(3)
  })

  it('leaves alone what is there already', async () => {
    const [made] = await make(1)
    const { operationId } = await become(made as Made, 'done')
    expect((await press('retry', { operationIds: [operationId] })).body).toEqual({ retried: 0 })
    expect((await press('skip', { operationIds: [operationId], reason: 'too late' })).body).toEqual({
      skipped: 0,
    })
    expect(await of(made as Made)).toMatchObject({ status: 'done' })
  })
})

describe('leaving out', () => {
  // capability control stays: A document that is left out, with the reason
  it('has a reason that shows with who gave it, closes the task, and can be taken back', async () => {
    const [made] = await refused()
    const { operationId } = await of(made as Made)
    const { taskId } = (await bill.ask('GET', `/accounting/operations/${operationId}`)).body
    const reason = 'keyed in by hand'
    expect((await press('skip', { operationIds: [operationId], reason })).body).toEqual({ skipped: 1 })
    const { body } = await bill.ask('GET', `/accounting/operations/${operationId}`)
    expect(body).toMatchObject({ status: 'skipped', skip: { reason, byName: 'Bill Moreau' }, taskId: null })
    expect((await bill.ask('GET', `/inbox/tasks/${taskId}`)).body.status).not.toBe('open')
    const badges = await bill.ask('POST', '/accounting/badges').send({ documentIds: [made?.invoiceId] })
    expect(badges.body.items[0].state).toBe('not_synced')
    expect((await press('retry', { operationIds: [operationId] })).body).toEqual({ retried: 1 })
    expect(await become(made as Made, 'done')).toMatchObject({ status: 'done' })
  })

  it('is refused without a reason', async () => {
    const [made] = await refused()
    const { operationId } = await of(made as Made)
    for (const reason of ['', '  ', 'x']) {
      expect((await press('skip', { operationIds: [operationId], reason })).status).toBe(400)
    }
    await press('skip', { operationIds: [operationId], reason: 'enough' }).expect(200)
  })
})

describe('another company’s people', () => {
  it('see and change nothing of it', async () => {
    const [made] = await refused()
    const { operationId } = await of(made as Made)
    const bea = await world.test.as('bea@juniperridge.example')
    expect(
      (await bea.ask('GET', `/accounting/transactions?documentId=${made?.invoiceId}`)).body.items,
    ).toEqual([])
    expect((await bea.ask('GET', `/accounting/operations/${operationId}`)).status).toBe(404)
    for (const [verb, body] of [
      ['retry', { operationIds: [operationId] }],
      ['skip', { operationIds: [operationId], reason: 'by a stranger' }],
    ] as const) {
      expect((await press(verb, body, bea)).body).toMatchObject({
        code: 'accounting-no-operation',
        status: 404,
      })
    }
    expect(await of(made as Made)).toMatchObject({ status: 'failed' })
    await press('skip', { operationIds: [operationId], reason: 'put away' }).expect(200)
  })
})
