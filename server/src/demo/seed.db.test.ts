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
  ])('gives both companies the same ids in %s', async (table, id, count) => {
    const harbor = await idsOf(table, id, HARBOR.tenant)
    expect(harbor).toHaveLength(count)
    expect(await idsOf(table, id, JUNIPER.tenant)).toEqual(harbor)
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
