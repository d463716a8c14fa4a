import { conflict, notFound, Problem, type TenantContext } from '@tieout/platform'
import type { ClientFields, ClientView } from '../contract/clients.ts'
import { difference } from '../difference.ts'
import {
  insertClient,
  lockClient,
  saveClient,
  type ClientState,
  type Stamp,
  type StoredClient,
} from './store.ts'
import { refuseUnusable, withNames } from './terms-and-taxes.ts'

/** The one write path of clients: whoever changes one, a person or a task, does it through here. */

export type NewClient = Partial<ClientFields> & Pick<ClientFields, 'displayName' | 'currency'>

export async function addClient(ctx: TenantContext, given: NewClient): Promise<ClientView> {
  const client: ClientState = {
    legalName: null,
    email: null,
    phone: null,
    termsId: null,
    taxRegionId: null,
    taxExempt: false,
    addressLine1: null,
    addressLine2: null,
    city: null,
    region: null,
    postalCode: null,
    country: null,
    notes: null,
    ...withoutBlanks(given),
    displayName: given.displayName,
    currency: given.currency,
    status: 'active',
  }
  await refuseUnusable(ctx.trx, client)
  const clientId = ctx.ids.uuid()
  const created = await refusingATakenName(() =>
    insertClient(ctx.trx, ctx.tenant, clientId, client, stampOf(ctx)),
  )
  const known = Object.entries(client).filter(([, value]) => value !== null)
  await ctx.audit({
    action: 'client.created',
    entityType: 'client',
    entityId: clientId,
    after: Object.fromEntries(known),
  })
  return await withNames(ctx.trx, created)
}

export interface ClientChange {
  clientId: string
  /** What the audit calls it. */
  action: 'client.updated' | 'client.deactivated' | 'client.reactivated'
  to: Partial<ClientState>
  /** The version the change was made from; left out where only the state now matters. */
  madeFrom?: number
}

export async function changeClient(ctx: TenantContext, change: ClientChange): Promise<ClientView> {
  const now = await lockClient(ctx.trx, change.clientId)
  if (!now) throw notFound('client')
  if (change.madeFrom !== undefined && change.madeFrom !== now.version) throw changedMeanwhile(now)
  if (change.to.status === now.status) throw alreadyThere(now)

  const { before, after } = difference<ClientState>(now, withoutBlanks(change.to))
  await refuseUnusable(ctx.trx, after)
  const changesNothing = Object.keys(after).length === 0
  const saved = changesNothing
    ? now
    : await refusingATakenName(() => saveClient(ctx.trx, change.clientId, after, stampOf(ctx)))
  await ctx.audit({
    action: change.action,
    entityType: 'client',
    entityId: change.clientId,
    before,
    after,
  })
  return await withNames(ctx.trx, saved)
}

function stampOf({ actor, clock }: TenantContext): Stamp {
  return { at: clock.now(), by: actor.kind === 'user' ? actor.displayName : actor.name }
}

/** An empty text says the same as none; only one of the two is stored. */
function withoutBlanks<T extends Partial<ClientState>>(given: T): T {
  const kept = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept.map(([key, value]) => [key, value === '' ? null : value])) as T
}

function changedMeanwhile(now: StoredClient): Problem {
  return conflict('changed-meanwhile', `${now.updatedBy} has changed this client meanwhile.`, {
    changedBy: now.updatedBy,
    changedAt: now.updatedAt,
    version: now.version,
  })
}

function alreadyThere(now: StoredClient): Problem {
  return conflict(`client-already-${now.status}`, `This client is already ${now.status}.`, {
    changedBy: now.updatedBy,
    changedAt: now.updatedAt,
  })
}

/** The unique index decides, so that of two who take a name at the same instant one is refused. */
async function refusingATakenName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write()
  } catch (error) {
    if (error instanceof Error && 'constraint' in error && error.constraint === 'clients_one_active_name') {
      throw nameTaken()
    }
    throw error
  }
}

function nameTaken(): Problem {
  const message = 'Another active client has this name.'
  return new Problem({
    code: 'client-name-taken',
    status: 409,
    detail: message,
    fields: [{ field: 'displayName', reason: 'taken', message }],
  })
}
