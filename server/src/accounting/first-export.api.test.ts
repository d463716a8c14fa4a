import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { thereUnder } from './testing/accounting-host.ts'
import {
  base,
  bill,
  clientCalled,
  connection,
  invoiceFor,
  link,
  list,
  openMapping,
  press,
  rowOf,
  statusOf,
  taskOf,
  world,
} from './testing/mapping-world.ts'
import { customersCalled } from './testing/over-there.ts'

beforeAll(openMapping)
afterAll(() => world.close())

const UNLINKED = 'accounting_sync_customer_unlinked'
const leave = (clientId: string, person = bill) =>
  person.ask('POST', `${base}/first-exports`).send({ clientId })
const takeBack = (clientId: string, person = bill) =>
  person.ask('POST', `${base}/first-exports/take-back`).send({ clientId })
const audits = async (action: string) =>
  (await bill.ask('GET', `/audit-events?action=${action}&limit=50`)).body.items
const waitingFor = async (clientId: string) =>
  (await bill.ask('GET', `${base}/mapping/client/held?entityId=${clientId}`)).body.documents

describe('leaving one client for its first export', () => {
  // capability customers out: One client can be left to be created with its first document, and taken back, whatever holds for all others
  it('sets free what waited, creates the customer with it, and leaves all others as they were', async () => {
    const [chosen, other] = [clientCalled('Lantern Press'), clientCalled('Saltbox Architects')]
    const made = await invoiceFor(chosen.clientId)
    await invoiceFor(other.clientId)
    const { taskId } = await taskOf(UNLINKED, 'Lantern Press')
    await taskOf(UNLINKED, 'Saltbox Architects')
    expect((await leave(chosen.clientId).expect(200)).body).toEqual({ released: 1 })
    expect(await statusOf(taskId)).toBe('cancelled')
    await thereUnder(world, made.number)
    expect(customersCalled(world, connection, 'Lantern Press')).toHaveLength(1)
    expect(await rowOf('client', chosen.clientId)).toMatchObject({ tab: 'mapped' })
    expect(customersCalled(world, connection, 'Saltbox Architects')).toHaveLength(0)
    expect(await waitingFor(other.clientId)).toBe(1)
    const view = await bill.ask('GET', `/accounting/connections`)
    expect(JSON.stringify(view.body)).toContain('"createCustomers":false')
    expect((await audits('accounting_customer.left_for_first_export'))[0]).toMatchObject({
      entityId: chosen.clientId,
      after: { name: 'Lantern Press', chosen: true, released: 1 },
    })
    const refused = await leave(chosen.clientId)
    expect(refused.body).toMatchObject({ status: 409, code: 'accounting-client-linked' })
  })

  it('is not asked for when finalizing, has a tab of its own, and taken back the client waits again', async () => {
    const { clientId } = clientCalled('Granite State Motors')
    const findings = async () => {
      const lines = [{ description: 'Care', unitPriceMinor: 100, taxable: false }]
      const { invoiceId } = (await bill.ask('POST', '/invoices').send({ clientId, lines })).body
      const { body } = await bill.ask('POST', '/invoices/readiness').send({ invoiceIds: [invoiceId] })
      return body.findings.map((each: { messageKey: string }) => each.messageKey)
    }
    expect(await findings()).toContain('accounting-customer-unlinked')
    expect((await leave(clientId).expect(200)).body).toEqual({ released: 0 })
    expect(await rowOf('client', clientId)).toMatchObject({ tab: 'first_export', linked: null })
    const { items, counts } = await list('client', 'tab=first_export')
    expect([items.length, counts.first_export]).toEqual([1, 1])
    expect(await findings()).not.toContain('accounting-customer-unlinked')
    expect((await takeBack(clientId).expect(200)).body).toEqual({ takenBack: true })
    expect((await takeBack(clientId).expect(200)).body).toEqual({ takenBack: false })
    expect((await rowOf('client', clientId)).tab).not.toBe('first_export')
    expect(await findings()).toContain('accounting-customer-unlinked')
    await invoiceFor(clientId)
    await taskOf(UNLINKED, 'Granite State Motors')
    expect(customersCalled(world, connection, 'Granite State Motors')).toHaveLength(0)
    const told = await audits('accounting_customer.first_export_taken_back')
    expect(told.map((each: { after: object }) => each.after)).toEqual(
      expect.arrayContaining([{ takenBack: true }, { takenBack: false }]),
    )
  })

  it('is one of the ways out of the task', async () => {
    const { clientId } = clientCalled('Bluefin Seafood Co.')
    const made = await invoiceFor(clientId)
    const { taskId } = await taskOf(UNLINKED, 'Bluefin Seafood Co.')
    await press(taskId, 'leave_for_first_export', {}).expect(200)
    const { body } = await bill.ask('GET', `/inbox/tasks/${taskId}`)
    expect(body).toMatchObject({ status: 'done', response: { released: 1 } })
    await thereUnder(world, made.number)
    expect(customersCalled(world, connection, 'Bluefin Seafood Co.')).toHaveLength(1)
  })

  it('is over once somebody takes the customer away: the next document waits for a person', async () => {
    const { clientId } = clientCalled('Saltbox Architects')
    await leave(clientId).expect(200)
    await vi.waitFor(async () => expect((await rowOf('client', clientId)).tab).toBe('mapped'), {
      timeout: 20_000,
      interval: 100,
    })
    await bill.ask('POST', `${base}/mapping/client/unlink`).send({ entityId: clientId }).expect(200)
    expect((await rowOf('client', clientId)).tab).not.toBe('first_export')
    await invoiceFor(clientId)
    await taskOf(UNLINKED, 'Saltbox Architects')
    expect(await waitingFor(clientId)).toBe(1)
    await link('client', clientId, '905').expect(200)
  })

  it('is for clients of this company alone, and for who may manage it', async () => {
    const nobody = await leave('00000000-0000-4000-8000-00000000dead')
    expect(nobody.body).toMatchObject({ status: 404, code: 'accounting-no-entity' })
    const bea = await world.test.as('bea@juniperridge.example')
    const { clientId } = clientCalled('Osprey Logistics')
    expect((await leave(clientId, bea)).status).toBe(404)
    expect((await takeBack(clientId, bea)).status).toBe(404)
  })
})
