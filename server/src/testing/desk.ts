import { z } from 'zod'
import { HARBOR } from '../demo/companies.ts'
import type { Person, TestHost } from './test-host.ts'
import { SHARED } from './twin-bodies.ts'
import { leaveCompany } from './twin-sync.ts'

const id = z
  .string()
  .nullish()
  .transform((text) => text ?? '')
const made = z.object({
  clientId: id,
  invoiceId: id,
  serviceId: id,
  taxRegionId: id,
  paymentId: id,
  userId: id,
  definitionId: id,
  taskId: id,
  allocations: z.array(z.object({ allocationId: id, creditAllocationId: id })).default([]),
})
type Made = z.infer<typeof made>

interface Allocation {
  invoiceId: string
  amountMinor: number
}

/** Somebody at work through the API, who makes whatever a form is about. */
export interface Desk {
  do(path: string, body: Record<string, unknown>): Promise<Made>
  /** A name that nobody has, and another one. */
  named(field: string, rest?: Record<string, unknown>): Pick<Written, 'body' | 'other'>
  client(): Promise<Made>
  draft(): Promise<Made>
  /** Finalized, 100.00, of a client of its own. */
  invoice(clientId?: string): Promise<Made>
  /** An invoice whose client has credit. */
  invoiceWithCredit(): Promise<Made>
  payment(clientId: string, ...allocations: Allocation[]): Record<string, unknown>
  paid(clientId: string, ...allocations: Allocation[]): Promise<Made>
  invitation(): Record<string, unknown>
  userId(email: string): Promise<string>
  /** A company that is connected, and to which nothing goes by itself: the id of the connection. */
  company(): Promise<string>
}

interface Written {
  body: Record<string, unknown>
  other: Record<string, unknown>
}

export const LINE = { description: 'Work', unitPriceMinor: 10_000 }

export async function sitDown({ host }: TestHost, person: Person): Promise<Desk> {
  let count = 0
  const next = () => (count += 1)
  const roles = await person.ask('GET', '/roles?audience=msp')
  const roleId = z.object({ items: z.array(z.object({ roleId: z.string() })) }).parse(roles.body)
    .items[0]?.roleId
  const desk: Desk = {
    async do(path, body) {
      const answer = await person.ask('POST', path).send(body)
      if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`)
      return made.parse(answer.body)
    },
    named: (field, rest = {}) => ({
      body: { ...rest, [field]: `Made at the desk ${next()}` },
      other: { ...rest, [field]: `Made at the desk ${next()}` },
    }),
    client: () =>
      desk.do('/clients', desk.named('displayName', { currency: 'USD', email: 'ap@x.example' }).body),
    async draft() {
      const { clientId } = await desk.client()
      const draft = await desk.do('/invoices', { clientId, lines: [LINE] })
      return { ...draft, clientId }
    },
    async invoice(given) {
      const clientId = given ?? (await desk.client()).clientId
      const { invoiceId } = await desk.do('/invoices', { clientId, lines: [LINE] })
      await desk.do('/invoices/finalize', { invoiceIds: [invoiceId] })
      return made.parse({ invoiceId, clientId })
    },
    async invoiceWithCredit() {
      const { invoiceId, clientId } = await desk.invoice()
      const note = await desk.do(`/invoices/${invoiceId}/credit-notes`, { part: { by: 'whole' } })
      await desk.do('/invoices/finalize', { invoiceIds: [note.invoiceId] })
      return await desk.invoice(clientId)
    },
    payment: (clientId, ...allocations) => ({
      idempotencyKey: host.parts.ids.uuid(),
      clientId,
      paidOn: '2026-03-01',
      currency: 'USD',
      amountMinor: 10_000,
      method: 'cash',
      allocations,
    }),
    paid: (clientId, ...allocations) => desk.do('/payments', desk.payment(clientId, ...allocations)),
    invitation: () => ({
      email: `invited${next()}@harborlane.example`,
      displayName: 'New Colleague',
      roleIds: [roleId],
    }),
    async userId(email) {
      const answer = await person.ask('GET', `/users?search=${email}`)
      return (
        z.object({ items: z.array(z.object({ userId: z.string() })) }).parse(answer.body).items[0]?.userId ??
        ''
      )
    },
    async company() {
      const { database, clock } = host.parts
      const quiet = { autoSync: false }
      await database.withTenant(HARBOR.tenant, (trx) => leaveCompany(trx, HARBOR, clock.now(), quiet))
      return SHARED
    },
  }
  return desk
}
