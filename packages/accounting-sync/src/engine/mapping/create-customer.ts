import { TransportFailure } from '../../adapter.ts'
import { expire } from '../../connection/expire.ts'
import { sessionFor } from '../../connection/session.ts'
import type { CanonicalParty } from '../../core/document.ts'
import type { ErrorCode } from '../../core/errors.ts'
import type { Trx } from '../../host.ts'
import { readConnection, type Connection } from '../../postgres/connection.ts'
import { loadLinks } from '../../postgres/links.ts'
import type { Engine } from '../engine.ts'
import { createCustomers, type Newcomers } from '../outbound/customers.ts'
import { setFree } from './set-free.ts'

export type CustomerNow =
  | { kind: 'created' | 'adopted'; externalId: string; released: number }
  | { kind: 'refused'; code: ErrorCode; detail: string }
  /** Nobody knows whether it was made. Asked again, it is found. */
  | { kind: 'unreachable' }
  | { kind: 'not_connected' }
  | { kind: 'unknown_client' }

/** For whoever keeps a record of it: told before the service is asked, and again of what came of that. */
export interface Witness {
  asked(trx: Trx): Promise<void>
  ended(trx: Trx, end: CustomerNow): Promise<void>
}

/** A person waits for it on a screen: no longer than this. */
const PATIENCE = 60_000

/**
 * Creates a customer for a client at once and sets free what waited for it. No transaction is open during the
 * call. Pressed twice, or again after the answer got lost, it is one customer: who has one is answered with it,
 * and the same request bears the same id as from the queue.
 */
export async function createCustomerNow(
  engine: Engine,
  tenant: string,
  connectionId: string,
  clientId: string,
  by: string,
  witness?: Witness,
): Promise<CustomerNow> {
  const { host } = engine
  const inTenant = <T>(work: (trx: Trx) => Promise<T>) => host.transactions.inTenant(tenant, work)
  const known = await inTenant(async (trx) => {
    const who = await whoIsAsked(engine, trx, tenant, connectionId, clientId)
    await ('kind' in who ? witness?.ended(trx, who) : witness?.asked(trx))
    return who
  })
  if ('kind' in known) return known
  const { connection, party } = known
  const ended = async (end: CustomerNow, work?: (trx: Trx) => Promise<void>): Promise<CustomerNow> => {
    await inTenant(async (trx) => {
      await work?.(trx)
      await witness?.ended(trx, end)
    })
    return end
  }
  let became: Newcomers
  try {
    const signal = AbortSignal.timeout(PATIENCE)
    const adapter = engine.adapterOf(connection.adapterType)
    const session = sessionFor(engine, connection, signal)
    became = await createCustomers({ engine, adapter, connection, session, signal }, [party])
  } catch (error) {
    if (!isNotHeard(error)) throw error
    const isOver = error instanceof TransportFailure && error.reason === 'unauthorized'
    return await ended({ kind: 'unreachable' }, async (trx) => {
      if (isOver) await expire(host, trx, connection, error.message)
    })
  }
  const refused = became.refused.get(clientId)
  if (refused !== undefined) return await ended({ kind: 'refused', ...refused })
  const kind = became.created.has(clientId) ? 'created' : 'adopted'
  const externalId = became.created.get(clientId) ?? became.adopted.get(clientId) ?? ''
  const { realm } = connection
  return await inTenant(async (trx) => {
    const released = await setFree(host, trx, connection, [clientRef(clientId)])
    const end = { kind, externalId, released } as const
    await witness?.ended(trx, end)
    host.log.info(
      { tenant, realm, clientId, externalId, by },
      `a customer was ${kind} because a person asked`,
    )
    return end
  })
}

const isNotHeard = (error: unknown) =>
  error instanceof TransportFailure || (error instanceof DOMException && error.name === 'TimeoutError')

const clientRef = (entityId: string) => ({ entityType: 'client', entityId })

async function whoIsAsked(
  { host }: Engine,
  trx: Trx,
  tenant: string,
  connectionId: string,
  clientId: string,
): Promise<{ connection: Connection; party: CanonicalParty } | CustomerNow> {
  const connection = await readConnection(trx, tenant, connectionId)
  if (connection?.status !== 'connected') return { kind: 'not_connected' }
  const [party] = await host.books.clients(trx, tenant, [clientId])
  if (party === undefined) return { kind: 'unknown_client' }
  const [linked] = await loadLinks(trx, tenant, connection, [clientRef(clientId)])
  if (linked === undefined) return { connection, party }
  const released = await setFree(host, trx, connection, [clientRef(clientId)])
  return { kind: 'adopted', externalId: linked.externalId, released }
}
