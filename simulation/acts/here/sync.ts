import {
  changeSettings,
  checkDocument,
  createBatch,
  createCustomer,
  cancelBatch,
  deliverBatch,
  exclude,
  include,
  linkEntity,
  listExclusions,
  pause,
  previewBatch,
  refreshCompany,
  resume,
  syncDocuments,
  syncNow,
  unlinkEntity,
  type Route,
} from '@tieout/accounting-sync/contract'
import { asUseCase } from '../../../server/src/accounting/as-use-case.ts'
import type { Chance } from '../../machine/chance.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told, type Asked } from './asking.ts'
import { clientsInDollars, day, inUnits, postedPapers } from './looking.ts'

const say = <R extends Route>(tenant: SimTenant, route: R, input: unknown) =>
  ask(tenant, asUseCase(route), input)

/** What people do with the sync itself, on its own pages and on those of documents. */
export const syncActs: readonly Act[] = [
  {
    name: 'exclude',
    side: 'here',
    weight: 2,
    async run(world, tenant, chance) {
      const posted = await postedPapers(world, tenant)
      if (posted.length === 0) return null
      const { invoiceId, clientId, number } = chance.pick(posted)
      const isClient = chance.happens(0.3)
      const what = isClient
        ? { entityType: 'client', entityId: clientId }
        : { entityType: 'invoice', entityId: invoiceId }
      const asked = await say(tenant, exclude, { ...what, reason: 'barter' })
      return told(`keep out ${isClient ? `the client of ${number}` : number}`, asked)
    },
  },
  {
    name: 'include',
    side: 'here',
    weight: 3,
    async run(_world, tenant, chance) {
      const out = await say(tenant, listExclusions, {})
      if (out.kind === 'refused' || out.answer.items.length === 0) return null
      const { entityType, entityId, name } = chance.pick(out.answer.items)
      return told(`take ${name ?? entityId} back in`, await say(tenant, include, { entityType, entityId }))
    },
  },
  {
    name: 'pause',
    side: 'here',
    weight: 1,
    async run(_world, tenant) {
      const { connectionId } = tenant
      return told('pause the sync', await say(tenant, pause, { connectionId, reason: 'month end' }))
    },
  },
  {
    name: 'resume',
    side: 'here',
    weight: 3,
    async run(world, tenant) {
      const { connectionId } = tenant
      if (!(await isPaused(world, tenant))) return null
      return told('resume the sync', await say(tenant, resume, { connectionId }))
    },
  },
  {
    name: 'sync-now',
    side: 'here',
    weight: 3,
    async run(_world, tenant, chance) {
      const { connectionId } = tenant
      // Twice in one breath is what impatient people do.
      const times = chance.happens(0.4) ? 2 : 1
      const asked = await Promise.all(
        Array.from({ length: times }, () => say(tenant, syncNow, { connectionId })),
      )
      return asked.map((each) => told('sync now', each, ({ kind }) => `: ${kind}`)).join(', ')
    },
  },
  {
    name: 'send-documents',
    side: 'here',
    weight: 3,
    async run(world, tenant, chance) {
      const posted = await postedPapers(world, tenant)
      if (posted.length === 0) return null
      const chosen = chance.shuffled(posted).slice(0, chance.between(1, 3))
      const asked = await say(tenant, syncDocuments, { documentIds: chosen.map((each) => each.invoiceId) })
      const counts = (answer: object) => `: ${JSON.stringify(answer)}`
      return told(`send ${chosen.map((each) => each.number).join(', ')} now`, asked, counts)
    },
  },
  {
    name: 'check-document',
    side: 'here',
    weight: 1,
    async run(world, tenant, chance) {
      const posted = await postedPapers(world, tenant)
      if (posted.length === 0) return null
      const { invoiceId, number } = chance.pick(posted)
      return told(`check ${number}`, await say(tenant, checkDocument, { documentId: invoiceId }))
    },
  },
  {
    name: 'change-go-live',
    side: 'here',
    weight: 1,
    async run(world, tenant, chance) {
      const { connectionId } = tenant
      const goLiveDate = day(world, chance.pick([-60, -30, -8, -2]))
      return told(`go live on ${goLiveDate}`, await say(tenant, changeSettings, { connectionId, goLiveDate }))
    },
  },
  {
    name: 'switch-settings',
    side: 'here',
    weight: 1,
    async run(_world, tenant, chance) {
      const { connectionId } = tenant
      const patch = chance.pick([
        { createCustomers: true },
        { createCustomers: false },
        { fallbackItemId: '1' },
        { fallbackItemId: null },
      ])
      return told(
        `set ${JSON.stringify(patch)}`,
        await say(tenant, changeSettings, { connectionId, ...patch }),
      )
    },
  },
  { name: 'manual-batch', side: 'here', weight: 2, run: manualBatch },
  {
    name: 'map-service',
    side: 'here',
    weight: 1,
    async run(_world, tenant, chance) {
      if (tenant.services.length === 0) return null
      const { serviceId } = chance.pick(tenant.services)
      const what = { connectionId: tenant.connectionId, kind: 'service', entityId: serviceId }
      const asked: Asked<object> = chance.happens(0.3)
        ? await say(tenant, unlinkEntity, what)
        : await say(tenant, linkEntity, { ...what, externalId: chance.pick(['1', '2']) })
      return told('map or unmap a service', asked, (answer) => `: ${JSON.stringify(answer)}`)
    },
  },
  {
    name: 'create-customer',
    side: 'here',
    weight: 1,
    async run(world, tenant, chance) {
      const linked = new Set(tenant.clients.map((each) => each.clientId))
      const others = (await clientsInDollars(world, tenant)).filter((each) => !linked.has(each))
      if (others.length === 0) return null
      const { connectionId } = tenant
      const asked = await say(tenant, createCustomer, { connectionId, clientId: chance.pick(others) })
      return told('create a customer over there', asked, ({ kind }) => `: ${kind}`)
    },
  },
  {
    name: 'refresh-company',
    side: 'here',
    weight: 1,
    async run(_world, tenant) {
      const { connectionId } = tenant
      return told('look at the company anew', await say(tenant, refreshCompany, { connectionId }))
    },
  },
]

const isPaused = (world: World, { tenant, connectionId }: SimTenant): Promise<boolean> =>
  world.look(async (owner) => {
    const [row] = await owner('accounting_connections')
      .where({ tenant, connection_id: connectionId })
      .select('paused_at')
    return row?.paused_at != null
  })

/** Chosen from what the preview shows, kept as a draft, and sent or thrown away. */
async function manualBatch(world: World, tenant: SimTenant, chance: Chance): Promise<string | null> {
  const { connectionId } = tenant
  const filter = { from: day(world, -30), to: day(world) }
  const preview = await say(tenant, previewBatch, { connectionId, ...filter })
  if (preview.kind === 'refused') return told('preview a batch', preview)
  const { documents } = preview.answer
  if (documents.length === 0) return null
  const chosen = chance.shuffled(documents).slice(0, chance.between(1, 6))
  const documentIds = chosen.map((each) => each.documentId)
  const made = await say(tenant, createBatch, { connectionId, ...filter, documentIds })
  if (made.kind === 'refused') return told('make a batch', made)
  const { batchId, version } = made.answer
  const sum = inUnits(chosen.reduce((all, each) => all + each.totalMinor, 0))
  if (chance.happens(0.8)) {
    const asked = await say(tenant, deliverBatch, { batchId, version })
    return told(`deliver a batch of ${chosen.length} over ${sum}`, asked)
  }
  const asked = await say(tenant, cancelBatch, { batchId, version, reason: 'another day' })
  return told(`make a batch of ${chosen.length} and cancel it`, asked)
}
