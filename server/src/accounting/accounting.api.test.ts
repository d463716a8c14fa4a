import type { Connection } from '@tieout/accounting-sync'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { HARBOR } from '../demo/companies.ts'
import type { Person } from '../testing/test-host.ts'
import {
  connect,
  createAccountingHost,
  invoicesUnder,
  thereUnder,
  type AccountingHost,
} from './testing/accounting-host.ts'

interface Made {
  invoiceId: string
  number: string
  totalMinor: number
  version: number
}

const firstOf = async (person: Person, path: string) => (await person.ask('GET', path)).body.items[0]

/** A draft of one line for the first client whose currency is the company's. */
async function draft(person: Person, serviceId: string | null): Promise<string> {
  const { body } = await person.ask('GET', '/clients?limit=50')
  const client = body.items.find((each: { currency: string }) => each.currency === 'USD')
  const lines = [
    { description: 'Server care', serviceId, unitPriceMinor: 12_345, quantity: '2', taxable: false },
  ]
  const made = await person.ask('POST', '/invoices').send({ clientId: client.clientId, lines })
  expect(made.status, made.text).toBe(201)
  return made.body.invoiceId
}

async function finalize(person: Person, invoiceId: string): Promise<Made> {
  const answer = await person.ask('POST', '/invoices/finalize').send({ invoiceIds: [invoiceId] })
  expect(answer.status, answer.text).toBe(200)
  return (await person.ask('GET', `/invoices/${invoiceId}`)).body
}

const voided = (person: Person, { invoiceId }: Made) =>
  person.ask('POST', `/invoices/${invoiceId}/void`).send({ reason: 'by mistake' })
const reopened = (person: Person, { invoiceId, version }: Made) =>
  person.ask('POST', `/invoices/${invoiceId}/reopen`).send({ version, reason: 'a wrong price' })

describe('with a company connected', () => {
  let world: AccountingHost
  let bill: Person
  let connection: Connection
  let mapped: string
  beforeAll(async () => {
    world = await createAccountingHost()
    bill = world.bill
    connection = await connect(world)
    const { tenant } = HARBOR
    const clients = (await bill.ask('GET', '/clients?limit=50')).body.items
    const client = clients.find((each: { currency: string }) => each.currency === 'USD')
    mapped = (await firstOf(bill, '/services?limit=1')).serviceId
    await world.test.db.database.withTenant(tenant, async (trx) => {
      const links = [
        { entityType: 'client', entityId: client.clientId, externalId: '1' },
        { entityType: 'service', entityId: mapped, externalId: '1' },
      ] as const
      for (const link of links) {
        expect(await world.sync.map(trx, connection, link)).toMatchObject({ kind: 'mapped' })
      }
    })
  })
  afterAll(() => world.close())

  const queued = (invoiceId: string) =>
    world.test.db
      .owner('accounting_sync_operations')
      .where({ alga_entity_id: invoiceId })
      .orderBy('created_at')
      .pluck('status')

  // capability documents out: A finalized invoice goes there by itself, to the cent
  it('an invoice that is finalized is there by itself, to the cent', async () => {
    const made = await finalize(bill, await draft(bill, mapped))
    const there = await thereUnder(world, made.number)
    expect(Math.round(Number(there['TotalAmt']) * 100)).toBe(made.totalMinor)
    expect(made.totalMinor).toBe(24_690)
    await vi.waitFor(async () => expect(await queued(made.invoiceId)).toEqual(['done']), { timeout: 10_000 })
  })

  // capability documents stays: Reopening a document that is there: refused here, with the reason
  it('what is there is not made a draft again, and says why (L17)', async () => {
    const made = await finalize(bill, await draft(bill, mapped))
    await thereUnder(world, made.number)
    const refusal = {
      code: 'refused-by-guard',
      extra: { guard: 'accounting', refusals: [{ invoiceId: made.invoiceId, messageKey: 'exported' }] },
    }
    const answer = await reopened(bill, made)
    expect(answer.status, answer.text).toBe(409)
    expect(answer.body).toMatchObject(refusal)
    expect(answer.body.detail).toContain('in the accounting system')
    expect((await bill.ask('GET', `/invoices/${made.invoiceId}`)).body).toMatchObject({
      voidedAt: null,
      number: made.number,
    })
  })

  // capability customers out: What has no counterpart is named before finalizing, waits with one task, and goes out once it is linked
  it('what nobody can map is named before, waits visibly, and goes out from its task (L18, L60)', async () => {
    const { body } = await bill.ask('GET', '/services?limit=50')
    const unmapped = body.items.find((each: { serviceId: string }) => each.serviceId !== mapped).serviceId
    const invoiceId = await draft(bill, unmapped)
    const asked = await bill.ask('POST', '/invoices/readiness').send({ invoiceIds: [invoiceId] })
    expect(asked.body).toMatchObject({
      ready: true,
      findings: [{ invoiceId, messageKey: 'accounting-item-unmapped', blocking: false }],
    })
    const made = await finalize(bill, invoiceId)
    const taskId = await vi.waitFor(
      async () => {
        const task = await firstOf(bill, '/inbox/tasks?kind=accounting_sync_unmapped_item')
        expect(task).toBeDefined()
        return String(task.taskId)
      },
      { timeout: 20_000, interval: 100 },
    )
    expect(invoicesUnder(world, made.number)).toEqual([])
    const press = (externalId: string) =>
      bill.ask('POST', `/inbox/tasks/${taskId}/actions/map`).send({ input: { externalId } })
    expect((await press('no such')).body).toMatchObject({ status: 409, code: 'accounting-entry-unknown' })
    await press('1').expect(200)
    const there = await thereUnder(world, made.number)
    expect(Math.round(Number(there['TotalAmt']) * 100)).toBe(made.totalMinor)
    expect(await firstOf(bill, '/inbox/tasks?kind=accounting_sync_unmapped_item')).toBeUndefined()
  })

  /** Things over there that the bookkeeper has put away, or taken out again. */
  const setActive = (id: string, active: boolean) => {
    const { rows } = world.sandbox.company(connection.realm).tables.Item
    const row = rows.get(id)
    if (row !== undefined) rows.set(id, { ...row, Active: active })
  }

  /** A task of this kind about this document, once it is there. */
  const taskAbout = (kind: string, { number }: Made): Promise<string> =>
    vi.waitFor(
      async () => {
        const { body } = await bill.ask('GET', `/inbox/tasks?kind=${kind}&limit=50`)
        const found = body.items.find(
          (each: { title: { params: { number?: string } } }) => each.title.params.number === number,
        )
        expect(found).toBeDefined()
        return String(found.taskId)
      },
      { timeout: 20_000, interval: 100 },
    )

  it('a refused document is tried again from its task, or left out with a reason (L60)', async () => {
    setActive('1', false)
    const first = await finalize(bill, await draft(bill, mapped))
    const second = await finalize(bill, await draft(bill, mapped))
    const tasks = [
      await taskAbout('accounting_sync_export_error', first),
      await taskAbout('accounting_sync_export_error', second),
    ]
    setActive('1', true)
    await bill.ask('POST', `/inbox/tasks/${tasks[0]}/actions/retry`).send({ input: {} }).expect(200)
    const input = { reason: 'it was keyed by hand' }
    await bill.ask('POST', `/inbox/tasks/${tasks[1]}/actions/leave_out`).send({ input }).expect(200)
    await thereUnder(world, first.number)
    expect(await queued(second.invoiceId)).toEqual(['skipped'])
    expect(invoicesUnder(world, second.number)).toEqual([])
  })

  // capability customers out: Lines without a service go to an item that somebody chose
  it('lines without a service go where the task says', async () => {
    const made = await finalize(bill, await draft(bill, null))
    const taskId = await vi.waitFor(
      async () => {
        const task = await firstOf(bill, '/inbox/tasks?kind=accounting_sync_unmapped_item')
        expect(task).toBeDefined()
        return String(task.taskId)
      },
      { timeout: 20_000, interval: 100 },
    )
    await bill
      .ask('POST', `/inbox/tasks/${taskId}/actions/map`)
      .send({ input: { externalId: '1' } })
      .expect(200)
    await thereUnder(world, made.number)
  })

  // capability documents stays: A document that is voided or reopened before it left is taken back from the queue
  it('what only waits is taken back with the document', async () => {
    const { connectionId, tenant } = connection
    const inTenant = world.test.db.database.withTenant
    const pause = { reason: 'the month is closed', by: HARBOR.tenant }
    await inTenant(tenant, (trx) => world.sync.pause(trx, tenant, connectionId, pause))
    const [first, second] = [
      await finalize(bill, await draft(bill, mapped)),
      await finalize(bill, await draft(bill, mapped)),
    ]
    await reopened(bill, first).expect(200)
    await voided(bill, second).expect(200)
    expect([await queued(first.invoiceId), await queued(second.invoiceId)]).toEqual([
      ['skipped'],
      ['skipped'],
    ])
    await inTenant(tenant, (trx) => world.sync.resume(trx, tenant, connectionId))
    const again = await finalize(bill, first.invoiceId)
    await thereUnder(world, again.number)
    expect(invoicesUnder(world, second.number)).toEqual([])
  })

  it('nothing is undone while nobody can say whether it is there (L17)', async () => {
    const made = await finalize(bill, await draft(bill, mapped))
    await vi.waitFor(async () => expect(await queued(made.invoiceId)).toEqual(['done']), { timeout: 10_000 })
    const { owner } = world.test.db
    await owner.schema.renameTable('accounting_sync_operations', 'out_of_reach')
    const [back, cancelled] = [await reopened(bill, made), await voided(bill, made)]
    await owner.schema.renameTable('out_of_reach', 'accounting_sync_operations')
    expect([back.body.code, cancelled.body.code]).toEqual(['guard-failed', 'guard-failed'])
  })

  // capability documents stays: Prepayments
  it('a prepayment stays in these books (L32)', async () => {
    const { body } = await bill.ask('GET', `/invoices/${await draft(bill, mapped)}`)
    const lines = [{ description: 'On account', unitPriceMinor: 5_000, taxable: false }]
    const made = await bill
      .ask('POST', '/invoices')
      .send({ invoiceType: 'prepayment', clientId: body.clientId, lines })
    const { invoiceId } = await finalize(bill, made.body.invoiceId)
    expect(await queued(invoiceId)).toEqual([])
  })

  it('another tenant bills as before, and nothing of it is queued', async () => {
    const bea = await world.test.as('bea@juniperridge.example')
    const { body } = await bea.ask('GET', '/clients?limit=1')
    const lines = [{ description: 'Server care', unitPriceMinor: 100 }]
    const made = await bea.ask('POST', '/invoices').send({ clientId: body.items[0].clientId, lines })
    const { invoiceId, totalMinor } = await finalize(bea, made.body.invoiceId)
    expect(totalMinor).toBeGreaterThan(0)
    expect(await queued(invoiceId)).toEqual([])
  })
})

describe.each(['enterprise', 'community'] as const)('without a company, the %s edition', (edition) => {
  let world: AccountingHost
  beforeAll(async () => {
    world = await createAccountingHost({ edition })
  })
  afterAll(() => world.close())

  it('bills, takes back and voids in silence (L62)', async () => {
    const { bill, test } = world
    const { serviceId } = await firstOf(bill, '/services?limit=1')
    const first = await finalize(bill, await draft(bill, serviceId))
    await reopened(bill, first).expect(200)
    const again = await finalize(bill, first.invoiceId)
    await voided(bill, again).expect(200)
    expect(await test.db.owner('accounting_sync_operations')).toEqual([])
    const { body } = await bill.ask('GET', '/session')
    expect(body.features.includes('accounting_sync')).toBe(edition === 'enterprise')
  })
})
