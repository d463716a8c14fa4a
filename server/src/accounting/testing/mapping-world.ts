import type { Connection } from '@tieout/accounting-sync'
import { expect, vi } from 'vitest'
import type { Person } from '../../testing/test-host.ts'
import { connect, createAccountingHost, type AccountingHost } from './accounting-host.ts'
import { keepCustomers } from './over-there.ts'

export let world: AccountingHost
export let bill: Person
export let connection: Connection
export let base: string
export let clients: { clientId: string; displayName: string; currency: string }[]
export let service: { serviceId: string; name: string }

/** A company with customers and items of its own, one of our services linked; what tests name is set by this. */
export async function openMapping(): Promise<void> {
  world = await createAccountingHost()
  bill = world.bill
  connection = await connect(world)
  base = `/accounting/connections/${connection.connectionId}`
  clients = (await bill.ask('GET', '/clients?limit=50')).body.items
  service = (await bill.ask('GET', '/services?limit=1')).body.items[0]
  await keepCustomers(world, connection, [
    { id: '901', name: 'Cedar Clinic', email: 'AP@cedarclinic.example' },
    { id: '902', name: 'Tidewater Legal' },
    { id: '903', name: 'Maple Row Veterinary' },
    { id: '904', name: 'Osprey Logistics', currency: 'EUR' },
    { id: '905', name: 'A stranger' },
  ])
  await link('service', service.serviceId, '1').expect(200)
}

export const clientCalled = (name: string) => {
  const found = clients.find((each) => each.displayName === name)
  if (found === undefined) throw new Error(`no client is called ${name}`)
  return found
}
export const list = async (kind: string, query = '') =>
  (await bill.ask('GET', `${base}/mapping/${kind}?${query}`).expect(200)).body
export const rowOf = async (kind: string, entityId: string) =>
  (await list(kind, `entityId=${encodeURIComponent(entityId)}`)).items[0]
export const link = (kind: string, entityId: string, externalId: string, person = bill) =>
  person.ask('POST', `${base}/mapping/${kind}/link`).send({ entityId, externalId })

/** An invoice of one line, finalized. */
export async function invoiceFor(
  clientId: string,
  serviceId: string | null = service.serviceId,
): Promise<{ invoiceId: string; number: string }> {
  const lines = [{ description: 'Care', serviceId, unitPriceMinor: 10_000, taxable: false }]
  const made = await bill.ask('POST', '/invoices').send({ clientId, lines })
  expect(made.status, made.text).toBe(201)
  const { invoiceId } = made.body
  await bill
    .ask('POST', '/invoices/finalize')
    .send({ invoiceIds: [invoiceId] })
    .expect(200)
  return (await bill.ask('GET', `/invoices/${invoiceId}`)).body
}

export const taskOf = (kind: string, name: string): Promise<{ taskId: string; title: { params: object } }> =>
  vi.waitFor(
    async () => {
      const { body } = await bill.ask('GET', `/inbox/tasks?kind=${kind}&limit=50`)
      const found = body.items.find(
        (each: { title: { params: { name?: string } } }) => each.title.params.name === name,
      )
      expect(found, `a task about ${name}`).toBeDefined()
      return found
    },
    { timeout: 20_000, interval: 100 },
  )
export const statusOf = async (taskId: string) =>
  (await bill.ask('GET', `/inbox/tasks/${taskId}`)).body.status
export const press = (taskId: string, action: string, input: object) =>
  bill.ask('POST', `/inbox/tasks/${taskId}/actions/${action}`).send({ input })
