import { Problem } from '@tieout/platform'
import { TENANT_A, TENANT_B } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  createClient,
  deactivateClient,
  getClient,
  getPortalClient,
  reactivateClient,
  updateClient,
} from '../contract/index.ts'
import { clientExists } from '../index.ts'
import { createWorld, insertManyClients, person, type World } from '../testing/world.ts'

let world: World

beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.close())

const erin = person()
const create = (input: Record<string, unknown>, actor = erin) =>
  world.app.execute(createClient, actor, { currency: 'USD', ...input })
const update = (input: Record<string, unknown>, actor = erin) => world.app.execute(updateClient, actor, input)

/** The refusal, or a failure when there was none. */
async function refusal(work: Promise<unknown>): Promise<Problem> {
  const error = await work.then(
    () => new Error('it was not refused'),
    (thrown: unknown) => thrown,
  )
  if (!(error instanceof Problem)) throw error
  return error
}

const auditOf = (entityId: string, tenant = TENANT_A) =>
  world.db.database.withTenant(tenant, (trx) =>
    trx('audit_events')
      .where({ entity_id: entityId })
      .orderBy(['recorded_at', 'event_id'])
      .select('action', 'actor_name', 'before', 'after'),
  )

describe('a client', () => {
  it('is created with what is known of it and says who did so', async () => {
    const created = await create({
      displayName: '  Aspen Dental ',
      email: 'Office@Aspen.example',
      city: 'Denver',
      legalName: '',
    })
    expect(created).toMatchObject({
      displayName: 'Aspen Dental',
      email: 'Office@Aspen.example',
      currency: 'USD',
      termsId: null,
      termsName: null,
      taxRegionId: null,
      taxExempt: false,
      legalName: null,
      status: 'active',
      version: 1,
      updatedBy: 'Erin Example',
    })
    expect(await world.app.execute(getClient, erin, { clientId: created.clientId })).toEqual(created)
    expect(await auditOf(created.clientId)).toEqual([
      {
        action: 'client.created',
        actor_name: 'Erin Example',
        before: null,
        after: {
          displayName: 'Aspen Dental',
          email: 'Office@Aspen.example',
          city: 'Denver',
          currency: 'USD',
          taxExempt: false,
          status: 'active',
        },
      },
    ])
  })

  it('exists for whoever asks inside its tenant, and only there', async () => {
    const { clientId } = await create({ displayName: 'Exists' })
    const ask = (tenant: string) => world.db.database.withTenant(tenant, (trx) => clientExists(trx, clientId))
    expect([await ask(TENANT_A), await ask(TENANT_B)]).toEqual([true, false])
  })

  it('changes only in what was given, and the audit tells before and after of that alone', async () => {
    const created = await create({ displayName: 'Birchwood', phone: '1', city: 'Austin' })
    world.clock.advance(60)
    const changed = await update({
      clientId: created.clientId,
      version: 1,
      phone: '2',
      city: null,
      displayName: 'Birchwood',
    })
    expect(changed).toEqual({
      ...created,
      phone: '2',
      city: null,
      version: 2,
      updatedAt: world.clock.now().toISOString(),
    })
    expect((await auditOf(created.clientId)).at(-1)).toMatchObject({
      action: 'client.updated',
      before: { phone: '1', city: 'Austin' },
      after: { phone: '2', city: null },
    })
  })

  it('stays as it is when nothing in it changed', async () => {
    const created = await create({ displayName: 'Cedar' })
    world.clock.advance(60)
    const same = await update({ clientId: created.clientId, version: 1, displayName: 'Cedar', phone: '' })
    expect(same).toEqual(created)
  })

  it('is put out of use and taken back, each once', async () => {
    const { clientId } = await create({ displayName: 'Dogwood' })
    const deactivated = await world.app.execute(deactivateClient, erin, { clientId })
    expect(deactivated).toMatchObject({ status: 'inactive', version: 2 })
    const again = await refusal(world.app.execute(deactivateClient, erin, { clientId }))
    expect(again.code).toBe('client-already-inactive')
    const back = await world.app.execute(reactivateClient, erin, { clientId })
    expect(back).toMatchObject({ status: 'active', version: 3 })
    expect((await auditOf(clientId)).map((event) => event.action)).toEqual([
      'client.created',
      'client.deactivated',
      'client.reactivated',
    ])
  })

  it('that is not there is not found', async () => {
    const clientId = '00000000-0000-4000-8000-0000000dead0'
    // Started one after the other: one that is refused while another is awaited would be nobody's.
    for (const work of [
      () => world.app.execute(getClient, erin, { clientId }),
      () => update({ clientId, version: 1, phone: '1' }),
      () => world.app.execute(deactivateClient, erin, { clientId }),
    ]) {
      expect((await refusal(work())).status).toBe(404)
    }
  })
})

describe('a client’s name', () => {
  it('is one active client’s at a time, whatever the case, and the refusal stands on the field', async () => {
    await create({ displayName: 'Élan Vital' })
    const taken = await refusal(create({ displayName: 'ÉLAN VITAL' }))
    expect(taken).toMatchObject({ code: 'client-name-taken', status: 409 })
    expect(taken.fields).toMatchObject([{ field: 'displayName', reason: 'taken' }])
    await expect(create({ displayName: 'Elan Vital' })).resolves.toMatchObject({ version: 1 })
  })

  it('is free again once its client is inactive, who then cannot come back under it', async () => {
    const first = await create({ displayName: 'Phoenix' })
    await world.app.execute(deactivateClient, erin, { clientId: first.clientId })
    await create({ displayName: 'Phoenix' })
    const back = await refusal(world.app.execute(reactivateClient, erin, { clientId: first.clientId }))
    expect(back.code).toBe('client-name-taken')
  })

  it('goes to one of many who take it at the same instant', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 6 }, () => create({ displayName: 'Contested' })),
    )
    const refused = outcomes.filter((each) => each.status === 'rejected').map((each) => each.reason.code)
    expect(refused).toEqual(Array.from({ length: 5 }, () => 'client-name-taken'))
  })
})

describe('two people editing one client', () => {
  it('learn of each other: the later is told who changed it, and when', async () => {
    const { clientId } = await create({ displayName: 'Fir' })
    const noor = person({ displayName: 'Noor Later', userId: '00000000-0000-4000-8000-0000000000e2' })
    world.clock.advance(60)
    const savedAt = world.clock.now().toISOString()
    await update({ clientId, version: 1, phone: '1' }, noor)
    const stale = await refusal(update({ clientId, version: 1, phone: '2' }))
    expect(stale).toMatchObject({
      code: 'changed-meanwhile',
      status: 409,
      message: 'Noor Later has changed this client meanwhile.',
      extra: { changedBy: 'Noor Later', changedAt: savedAt, version: 2 },
    })
  })

  it('never overwrite each other, however closely they race', async () => {
    for (const round of [1, 2, 3, 4, 5]) {
      const { clientId } = await create({ displayName: `Race ${round}` })
      const outcomes = await Promise.allSettled(
        Array.from({ length: 6 }, (_, n) => update({ clientId, version: 1, phone: `${n}` })),
      )
      const winners = outcomes.filter((each) => each.status === 'fulfilled')
      expect(winners, `round ${round}`).toHaveLength(1)
      const now = await world.app.execute(getClient, erin, { clientId })
      expect(now).toEqual(winners[0]?.value)
    }
  })
})

describe('what cannot be stored is refused on its field', () => {
  const cases: [string, string, unknown][] = [
    ['a blank', 'displayName', '   '],
    ['a NUL in the', 'displayName', 'a\u0000b'],
    ['an over-long', 'displayName', 'x'.repeat(201)],
    ['a nonsensical', 'email', 'nobody'],
    ['a NUL in the', 'email', 'a\u0000@b.example'],
    ['an over-long', 'email', `${'x'.repeat(250)}@b.example`],
    ['a NUL in the', 'notes', 'a\u0000b'],
    ['an over-long', 'notes', 'x'.repeat(4001)],
    ['an over-long', 'phone', '1'.repeat(51)],
    ['an unknown', 'currency', 'QQQ'],
    ['a short', 'currency', 'US'],
    ['an unknown', 'country', 'ZZ'],
    ['a long', 'country', 'USA'],
    ['unknown', 'termsId', '00000000-0000-4000-8000-00000000dead'],
    ['no', 'termsId', 'net 30'],
    ['an unknown', 'taxRegionId', '00000000-0000-4000-8000-00000000dead'],
  ]
  it.each(cases)('%s %s', async (_what, field, value) => {
    const refused = await refusal(create({ displayName: 'Refused', [field]: value }))
    expect(refused.status).toBe(400)
    expect(refused.fields.map((each) => each.field)).toContain(field)
  })

  it('currency and country may be given in small letters', async () => {
    const created = await create({ displayName: 'Small', currency: 'eur', country: 'fr' })
    expect(created).toMatchObject({ currency: 'EUR', country: 'FR' })
  })
})

describe('permissions', () => {
  it.each([
    ['client:read', () => world.app.execute(getClient, without('client:read'), { clientId: erin.userId })],
    ['client:create', () => create({ displayName: 'No' }, without('client:create'))],
    ['client:update', () => update({ clientId: erin.userId, version: 1 }, without('client:update'))],
  ] as const)('without %s it is refused', async (_permission, work) => {
    expect((await refusal(work())).status).toBe(403)
  })

  const without = (permission: `${string}:${string}`) =>
    person({ permissions: new Set([...erin.permissions].filter((held) => held !== permission)) })
})

describe('two tenants with the same client id', () => {
  it('see and change each their own', async () => {
    const clientId = '00000000-0000-4000-9000-000000000001'
    await insertManyClients(world.db, TENANT_A, 1, () => 'Twin of Alder')
    await insertManyClients(world.db, TENANT_B, 1, () => 'Twin of Birch')
    const bo = person({ tenant: TENANT_B, displayName: 'Bo' })
    await update({ clientId, version: 1, phone: '555' }, bo)
    await world.app.execute(deactivateClient, bo, { clientId })

    expect(await world.app.execute(getClient, erin, { clientId })).toMatchObject({
      displayName: 'Twin of Alder',
      phone: null,
      status: 'active',
      version: 1,
    })
    expect(await world.app.execute(getClient, bo, { clientId })).toMatchObject({
      displayName: 'Twin of Birch',
      phone: '555',
      status: 'inactive',
      version: 3,
    })
    expect(await auditOf(clientId, TENANT_B)).toHaveLength(2)
    expect(await auditOf(clientId)).toEqual([])
  })
})

describe('a portal user', () => {
  const guest = (clientId: string | null) =>
    person({ audience: 'portal', clientId, permissions: new Set(['portal_profile:read'] as const) })

  it('sees their own client whatever they ask for, and none of our notes', async () => {
    const own = await create({ displayName: 'Own', notes: 'pays late', city: 'Lyon' })
    const other = await create({ displayName: 'Other' })
    const seen = await world.app.execute(getPortalClient, guest(own.clientId), { clientId: other.clientId })
    expect(seen).toMatchObject({ displayName: 'Own', city: 'Lyon' })
    expect(JSON.stringify(seen)).not.toContain('pays late')
    expect(seen).not.toHaveProperty('updatedBy')
  })

  it('without a client finds none, and staff have no portal', async () => {
    expect((await refusal(world.app.execute(getPortalClient, guest(null), {}))).status).toBe(404)
    expect((await refusal(world.app.execute(getPortalClient, erin, {}))).status).toBe(403)
  })
})
