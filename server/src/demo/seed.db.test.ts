import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createTestHost, type TestHost } from '../testing/test-host.ts'
import { HARBOR, JUNIPER } from './companies.ts'

describe('the demo', () => {
  let test: TestHost

  beforeAll(async () => {
    test = await createTestHost()
  })
  afterAll(() => test.close())

  const idsOf = async (table: string, id: string, tenant: string) =>
    await test.db.owner(table).where({ tenant }).orderBy(id).pluck(id)

  it.each([
    ['clients', 'client_id', 12],
    ['users', 'user_id', 6],
    ['roles', 'role_id', 6],
    ['invoices', 'invoice_id', 76],
    ['payments', 'payment_id', 53],
    ['credits', 'credit_id', 2],
    ['transactions', 'transaction_id', null],
  ])('gives both companies the same ids in %s', async (table, id, count) => {
    const harbor = await idsOf(table, id, HARBOR.tenant)
    if (count === null) expect(harbor.length).toBeGreaterThan(100)
    else expect(harbor).toHaveLength(count)
    expect(await idsOf(table, id, JUNIPER.tenant)).toEqual(harbor)
  })

  it('shows documents in every status, of every type and in two currencies', async () => {
    const bill = await test.as('bill@harborlane.example')
    const counts = (await bill.ask('GET', '/invoices/counts')).body
    for (const status of ['draft', 'sent', 'partially_applied', 'overdue', 'paid', 'cancelled']) {
      expect(counts[status], status).toBeGreaterThan(0)
    }
    for (const tenant of [HARBOR.tenant, JUNIPER.tenant]) {
      const found = test.db.owner('invoices').where({ tenant })
      expect(await found.clone().distinct('invoice_type').pluck('invoice_type')).toHaveLength(3)
      expect((await found.clone().distinct('currency').pluck('currency')).length).toBeGreaterThan(1)
    }
  })

  it('leaves tasks for the clients without an address, and tells who may act', async () => {
    const bill = await test.as('bill@harborlane.example')
    const tasks = await bill.ask('GET', '/inbox/tasks')
    expect(
      tasks.body.items.map(
        (task: { title: { params: { clientName: string } } }) => task.title.params.clientName,
      ),
    ).toEqual(['Quarry Hill Dental', 'Wren & Sparrow Bakery'])
    expect((await bill.ask('GET', '/notifications/unread-count')).body.unread).toBeGreaterThan(0)
  })
})
