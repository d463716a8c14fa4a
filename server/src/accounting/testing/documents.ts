import { expect, vi } from 'vitest'
import type { Person } from '../../testing/test-host.ts'

export interface Made {
  invoiceId: string
  number: string
  clientId: string
  totalMinor: number
}

/** Of the list of transactions. */
export interface Row {
  operationId: string
  documentId: string
  number: string
  status: string
  attempts: number
  waitReason: string | null
  errorCode: string | null
  milliseconds: number | null
  batchId: string | null
}

/** Makes and finalizes invoices of one line each; they go out by themselves where a company is connected. */
export async function finalized(
  person: Person,
  count: number,
  { clientId, serviceId, issueDate }: { clientId: string; serviceId: string | null; issueDate?: string },
): Promise<Made[]> {
  const lines = [
    { description: 'Server care', serviceId, unitPriceMinor: 10_000, quantity: '1', taxable: false },
  ]
  const ids: string[] = []
  for (let at = 0; at < count; at += 1) {
    const made = await person
      .ask('POST', '/invoices')
      .send({ clientId, lines, ...(issueDate === undefined ? {} : { issueDate }) })
    expect(made.status, made.text).toBe(201)
    ids.push(made.body.invoiceId)
  }
  const answer = await person.ask('POST', '/invoices/finalize').send({ invoiceIds: ids })
  expect(answer.status, answer.text).toBe(200)
  const all = await Promise.all(ids.map((id) => person.ask('GET', `/invoices/${id}`)))
  return all.map(({ body }) => body)
}

/** A client in the company's currency, and two services. */
export async function stock(person: Person): Promise<{ clients: string[]; services: string[] }> {
  const clients = (await person.ask('GET', '/clients?limit=50')).body.items
  const services = (await person.ask('GET', '/services?limit=50')).body.items
  return {
    clients: clients
      .filter((each: { currency: string }) => each.currency === 'USD')
      .map((each: { clientId: string }) => each.clientId),
    services: services.map((each: { serviceId: string }) => each.serviceId),
  }
}

/** Asked until it answers so; nothing is waited for by the clock. */
export const until = <T>(look: () => Promise<T> | T): Promise<T> =>
  vi.waitFor(async () => await look(), { timeout: 20_000, interval: 100 })
