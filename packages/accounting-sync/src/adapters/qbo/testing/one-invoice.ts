import type { FrozenWrite } from '../../../adapter.ts'
import { documentOf, frameOf, line, REFERENCES, writeOf } from './documents.ts'
import { connected, REALM } from './world.ts'

/** A company with one invoice ready to be sent, and one thing to ask for. */
export async function shop() {
  const world = await connected()
  const facts = await world.adapter.companyFacts(world.session)
  const document = documentOf([line({ netMinor: 100 })])
  const write: FrozenWrite = writeOf(document, world.adapter.prepare(document, REFERENCES, facts))
  const deliver = () => world.adapter.deliver(world.session, frameOf(write))
  const read = () => world.adapter.catalogue(world.session, 'terms')
  const invoices = () => world.sandbox.company(REALM).tables.Invoice.rows.size
  return { ...world, world, write, deliver, read, invoices }
}

/** An answer in the place of the service's own. */
export const answer =
  (status: number, body: unknown, headers: Record<string, string> = {}) =>
  () => ({
    instead: { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body) },
  })

/** As the gateway refuses. */
export const gateway = (code: string, message = 'message=Refused') => ({
  fault: { error: [{ message, detail: '', code, element: null }], type: 'AUTHENTICATION' },
  time: 1601391072830,
})
/** As validation refuses. */
export const refusal = (code: string) => ({
  Fault: { Error: [{ Message: 'No', Detail: 'Not so', code }], type: 'ValidationFault' },
})
