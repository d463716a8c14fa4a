import { Problem } from '@tieout/platform'
import { encodeCursor, type InputOf } from '@tieout/platform/contract'
import { insertTenant, TENANT_B } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import {
  createService,
  deactivateService,
  getService,
  listServices,
  reactivateService,
  serviceOptions,
  updateService,
} from '../contract/index.ts'
import { createWorld, person, type World } from '../testing/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const permissions = new Set(['billing_settings:read', 'billing_settings:update', 'invoice:read'] as const)
const bill = person({ permissions })
const create = (input: Partial<InputOf<typeof createService>>, actor = bill) =>
  world.app.execute(createService, actor, {
    name: 'Helpdesk',
    unitPriceMinor: 9900,
    currency: 'USD',
    ...input,
  })
const refusal = async (asked: Promise<unknown>) => {
  const error = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(Problem)
  return error as Problem
}
const auditOf = (entityId: string) =>
  world.db.database.withTenant(bill.tenant, (trx) =>
    trx('audit_events')
      .where({ entity_id: entityId })
      .orderBy(['recorded_at', 'event_id'])
      .select('action', 'before', 'after'),
  )

const waitingForLocks = (count: number) =>
  vi.waitFor(async () => {
    const { rows } = await world.db.owner.raw(
      `select count(*)::int as waiting from pg_stat_activity
       where datname = current_database() and wait_event_type = 'Lock'`,
    )
    expect(rows[0].waiting).toBe(count)
  })

describe('a service', () => {
  it('is created with what is known of it', async () => {
    const created = await create({ name: ' Backup ', sku: '', description: 'Nightly' })
    expect(created).toMatchObject({
      name: 'Backup',
      kind: 'service',
      description: 'Nightly',
      sku: null,
      unitPriceMinor: 9900,
      currency: 'USD',
      taxable: true,
      status: 'active',
      version: 1,
    })
    expect(await world.app.execute(getService, bill, { serviceId: created.serviceId })).toEqual(created)
    expect(await auditOf(created.serviceId)).toMatchObject([
      { action: 'service.created', before: null, after: { name: 'Backup', unitPriceMinor: 9900 } },
    ])
  })

  it('changes only in what was given, counted and recorded', async () => {
    const { serviceId } = await create({ name: 'Firewall', kind: 'product' })
    world.clock.advance(60)
    const to = { serviceId, version: 1, unitPriceMinor: 0, name: 'Firewall' }
    const changed = await world.app.execute(updateService, bill, to)
    expect(changed).toMatchObject({ unitPriceMinor: 0, kind: 'product', version: 2 })
    expect(changed.updatedAt).toBe(world.clock.now().toISOString())
    expect((await auditOf(serviceId)).at(-1)).toEqual({
      action: 'service.updated',
      before: { unitPriceMinor: 9900 },
      after: { unitPriceMinor: 0 },
    })
  })

  it('is changed by one of two who edit it at the same time', async () => {
    const { serviceId } = await create({ name: 'Raced' })
    const edit = (price: number) =>
      world.app.execute(updateService, bill, { serviceId, version: 1, unitPriceMinor: price })
    // Somebody holds the row until both have come as far as it.
    const edits = await world.db.database.withTenant(bill.tenant, async (trx) => {
      await trx('services').where({ service_id: serviceId }).forUpdate().first('service_id')
      const both = Promise.allSettled([edit(1), edit(2)])
      await waitingForLocks(2)
      return { both }
    })
    const answers = await edits.both
    expect(answers.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(answers.find((each) => each.status === 'rejected')).toMatchObject({
      reason: { code: 'changed-meanwhile', status: 409, extra: { version: 2 } },
    })
  })

  it('has its name for itself among the active ones, whatever the case and accents', async () => {
    const first = await create({ name: 'Réseau' })
    expect(await refusal(create({ name: 'reseau' }))).toMatchObject({
      code: 'service-name-taken',
      status: 409,
      fields: [{ field: 'name', reason: 'taken' }],
    })
    await world.app.execute(deactivateService, bill, { serviceId: first.serviceId })
    await create({ name: 'Reseau' })
    const back = world.app.execute(reactivateService, bill, { serviceId: first.serviceId })
    expect(await refusal(back)).toMatchObject({ code: 'service-name-taken' })
  })

  it('leaves and comes back once', async () => {
    const { serviceId } = await create({ name: 'Once' })
    expect(await world.app.execute(deactivateService, bill, { serviceId })).toMatchObject({
      status: 'inactive',
    })
    const again = world.app.execute(deactivateService, bill, { serviceId })
    expect(await refusal(again)).toMatchObject({ code: 'service-already-inactive' })
    expect(await world.app.execute(reactivateService, bill, { serviceId })).toMatchObject({
      status: 'active',
    })
  })

  it('is nowhere to be found in another company', async () => {
    const { serviceId } = await create({ name: 'Hidden' })
    const stranger = person({ permissions, tenant: TENANT_B })
    expect(await refusal(world.app.execute(getService, stranger, { serviceId }))).toMatchObject({
      status: 404,
    })
    const change = world.app.execute(deactivateService, stranger, { serviceId })
    expect(await refusal(change)).toMatchObject({ status: 404 })
  })

  it.each([
    ['name', 'x'.repeat(65)],
    ['name', '  '],
    ['unitPriceMinor', -1],
    ['unitPriceMinor', 1.5],
    ['unitPriceMinor', 1e14 + 1],
    ['currency', 'QQQ'],
    ['description', 'a\u0000'],
  ])('is refused on its field %s: %s', async (field, wrong) => {
    const refused = await refusal(create({ [field]: wrong }))
    expect(refused).toMatchObject({ status: 400, fields: [{ field }] })
  })
})

describe('the list of services', () => {
  const own = person({ permissions, tenant: '00000000-0000-4000-8000-0000000000c1' })
  const walk = async (asked: InputOf<typeof listServices>) => {
    const names = []
    let cursor: string | undefined
    do {
      const page = await world.app.execute(listServices, own, { ...asked, cursor })
      names.push(...page.items.map((each) => each.name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return names
  }

  beforeAll(async () => {
    await insertTenant(world.db.database, own.tenant, 'Small')
    for (const name of ['zip', 'Élan', 'Eden', 'alpha', 'Beta']) await create({ name }, own)
    await create({ name: 'Euro cable', kind: 'product', currency: 'EUR' }, own)
    const gone = await create({ name: 'Elder' }, own)
    await world.app.execute(deactivateService, own, { serviceId: gone.serviceId })
  })

  it.each([1, 2, 3, 50])('is whole and in order with pages of %i', async (limit) => {
    expect(await walk({ limit })).toEqual(['alpha', 'Beta', 'Eden', 'Élan', 'Euro cable', 'zip'])
  })

  it('is narrowed by the beginning of the name, the kind and the status', async () => {
    expect(await walk({ search: 'EL' })).toEqual(['Élan'])
    expect(await walk({ search: 'el', status: 'all' })).toEqual(['Élan', 'Elder'])
    expect(await walk({ status: 'inactive' })).toEqual(['Elder'])
    expect(await walk({ kind: 'product' })).toEqual(['Euro cable'])
    expect(await walk({ search: '%' })).toEqual([])
  })

  it('takes no cursor that is not its own', async () => {
    for (const cursor of ['nonsense', encodeCursor(['a', 'b']), encodeCursor(['a\u0000', own.userId])]) {
      const asked = world.app.execute(listServices, own, { cursor })
      expect(await refusal(asked)).toMatchObject({ status: 400, fields: [{ field: 'cursor' }] })
    }
  })

  it('offers to documents what is in use, in their currency', async () => {
    const options = async (input: InputOf<typeof serviceOptions>) => {
      const found = await world.app.execute(serviceOptions, own, input)
      return found.items.map((each) => each.name)
    }
    expect(await options({ search: 'e' })).toEqual(['Eden', 'Élan', 'Euro cable'])
    expect(await options({ currency: 'EUR' })).toEqual(['Euro cable'])
  })
})
