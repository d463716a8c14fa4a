import {
  createApplication,
  createInbox,
  createTaskRegistry,
  inboxUseCases,
  type Application,
  type Inbox,
} from '@tieout/platform'
import { TENANT_A, TENANT_B, testIds, testLog } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, deactivateClient, updateClient } from '../contract/index.ts'
import { clientReviewTask, clientUseCases } from '../index.ts'
import { createWorld, person, type World } from '../testing/world.ts'
import { reviewClients } from './review-sweep.ts'
import { confirmClient } from './store.ts'

const erin = person({ permissions: new Set(['client:read', 'client:create', 'client:update'] as const) })

describe('the daily review of clients', () => {
  let world: World
  let app: Application
  let inbox: Inbox

  beforeAll(async () => {
    world = await createWorld()
    const registry = createTaskRegistry()
    registry.register(clientReviewTask)
    const services = { registry, clock: world.clock, ids: testIds(7), notifier: { notify: async () => {} } }
    inbox = createInbox(services)
    const parts = { database: world.db.database, clock: world.clock, ids: testIds(8), log: testLog().log }
    app = createApplication(parts, [...clientUseCases(), ...inboxUseCases(services)])
  })
  afterAll(() => world.close())

  const review = (tenant = TENANT_A) =>
    world.db.database.withTenant(tenant, (trx) => reviewClients({ inbox, clock: world.clock }, trx, tenant))
  const create = (displayName: string, email: string | null = null) =>
    app.execute(createClient, erin, { displayName, currency: 'USD', email })
  const openFor = async (clientId: string) => {
    const tasks: string[] = await world.db.database.withTenant(TENANT_A, (trx) =>
      trx('inbox_tasks')
        .where({ dedupe_key: `client_review:${clientId}`, status: 'open' })
        .orderBy('task_id')
        .pluck('task_id'),
    )
    return tasks.length
  }

  it('asks about clients without an address, once, however often it runs', async () => {
    const silent = await create('Silent Springs')
    const reachable = await create('Reachable Roofing', 'office@roofing.example')
    await review()
    await review()
    expect(await openFor(silent.clientId)).toBe(1)
    expect(await openFor(reachable.clientId)).toBe(0)
  })

  it('closes by itself once the address is there, or the client gone', async () => {
    const answered = await create('Answered Awnings')
    const left = await create('Left Lumber')
    await review()
    const { clientId, version } = answered
    await app.execute(updateClient, erin, { clientId, version, email: 'hi@awnings.example' })
    await app.execute(deactivateClient, erin, { clientId: left.clientId })
    await review()
    expect([await openFor(clientId), await openFor(left.clientId)]).toEqual([0, 0])
  })

  it('takes somebody’s word that the details are right, until they change', async () => {
    const { clientId, version } = await create('Right Rugs')
    await world.db.database.withTenant(TENANT_A, (trx) => confirmClient(trx, clientId))
    await review()
    expect(await openFor(clientId)).toBe(0)
    await app.execute(updateClient, erin, { clientId, version, phone: '555 0101' })
    await review()
    expect(await openFor(clientId)).toBe(1)
  })

  it('looks at one tenant’s clients alone', async () => {
    const before = await world.db.system('tenants').orderBy('tenant').pluck('tenant')
    expect(before).toContain(TENANT_B)
    await review(TENANT_B)
    const theirs = await world.db.database.withTenant(TENANT_B, (trx) =>
      trx('inbox_tasks').orderBy('task_id'),
    )
    expect(theirs).toEqual([])
  })
})
