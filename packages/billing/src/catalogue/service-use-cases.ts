import { conflict, implement, notFound, type Implementation, type TenantContext } from '@tieout/platform'
import { encodeCursor, longText, uuid, type OutputOf, type ParsedInputOf } from '@tieout/platform/contract'
import { z } from 'zod'
import {
  createService,
  deactivateService,
  getService,
  listServices,
  reactivateService,
  serviceOptions,
  updateService,
  type ServiceView,
} from '../contract/services.ts'
import { difference } from '../difference.ts'
import { refusingATaken } from '../taken-names.ts'
import { readCursor } from './cursor.ts'
import {
  activeServices,
  findService,
  insertService,
  lockService,
  saveService,
  servicePage,
  type ServiceRow,
  type ServiceState,
} from './service-store.ts'

/** As many as a picker shows at once. */
const OPTIONS_SHOWN = 50

export function serviceUseCases(): Implementation[] {
  return [
    implement(listServices, listPage),
    implement(getService, async ({ trx }, { serviceId }) => {
      const service = await findService(trx, serviceId)
      if (!service) throw notFound('service')
      return service
    }),
    implement(serviceOptions, async ({ trx }, input) => ({
      items: await activeServices(trx, { ...input, limit: OPTIONS_SHOWN }),
    })),
    implement(createService, addService),
    implement(updateService, (ctx, { serviceId, version, ...to }) =>
      changeService(ctx, { serviceId, to, madeFrom: version, action: 'service.updated' }),
    ),
    implement(deactivateService, (ctx, { serviceId }) =>
      changeService(ctx, { serviceId, to: { status: 'inactive' }, action: 'service.deactivated' }),
    ),
    implement(reactivateService, (ctx, { serviceId }) =>
      changeService(ctx, { serviceId, to: { status: 'active' }, action: 'service.reactivated' }),
    ),
  ]
}

const position = z.tuple([longText, uuid])

export async function listPage(
  { trx }: TenantContext,
  { cursor, ...wanted }: ParsedInputOf<typeof listServices>,
): Promise<OutputOf<typeof listServices>> {
  const from = cursor === undefined ? undefined : readCursor(cursor, position)
  const after = from && { nameKey: from[0], serviceId: from[1] }
  const found: ServiceRow[] = await servicePage(trx, { ...wanted, after })
  const items = found.slice(0, wanted.limit)
  const last = items.at(-1)
  const more = last && found.length > items.length
  return { items, nextCursor: more ? encodeCursor([last.nameKey, last.serviceId]) : null }
}

async function addService(
  ctx: TenantContext,
  given: ParsedInputOf<typeof createService>,
): Promise<ServiceView> {
  const service: ServiceState = {
    kind: 'service',
    description: null,
    sku: null,
    taxable: true,
    ...withoutBlanks(given),
    name: given.name,
    unitPriceMinor: given.unitPriceMinor,
    currency: given.currency,
    status: 'active',
  }
  const serviceId = ctx.ids.uuid()
  const created = await refusingATakenName(() =>
    insertService(ctx.trx, ctx.tenant, serviceId, service, ctx.clock.now()),
  )
  const known = Object.fromEntries(Object.entries(service).filter(([, value]) => value !== null))
  await ctx.audit({ action: 'service.created', entityType: 'service', entityId: serviceId, after: known })
  return created
}

interface ServiceChange {
  serviceId: string
  action: 'service.updated' | 'service.deactivated' | 'service.reactivated'
  to: Partial<ServiceState>
  /** The version the change was made from; left out where only the state now matters. */
  madeFrom?: number
}

async function changeService(ctx: TenantContext, change: ServiceChange): Promise<ServiceView> {
  const { serviceId, action } = change
  const now = await lockService(ctx.trx, serviceId)
  if (!now) throw notFound('service')
  if (change.madeFrom !== undefined && change.madeFrom !== now.version) {
    throw conflict('changed-meanwhile', 'Somebody has changed this meanwhile.', { version: now.version })
  }
  if (change.to.status === now.status) {
    throw conflict(`service-already-${now.status}`, `This is already ${now.status}.`)
  }
  const { before, after } = difference<ServiceState>(now, withoutBlanks(change.to))
  const changesNothing = Object.keys(after).length === 0
  const saved = changesNothing
    ? now
    : await refusingATakenName(() => saveService(ctx.trx, serviceId, after, ctx.clock.now()))
  await ctx.audit({ action, entityType: 'service', entityId: serviceId, before, after })
  return saved
}

/** An empty text says the same as none; only one of the two is stored. */
function withoutBlanks<T extends Partial<ServiceState>>(given: T): T {
  const kept = Object.entries(given).filter(([, value]) => value !== undefined)
  return Object.fromEntries(kept.map(([key, value]) => [key, value === '' ? null : value])) as T
}

const refusingATakenName = <T>(write: () => Promise<T>) =>
  refusingATaken(
    'services_name',
    { code: 'service-name-taken', field: 'name', detail: 'Another active service or product has this name.' },
    write,
  )
