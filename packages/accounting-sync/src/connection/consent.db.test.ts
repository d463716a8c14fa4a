import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { bookkeeperOf } from '../testing/bookkeeper.ts'
import { createSyncWorld, linkOf, SIGNAL, SOMEBODY, type SyncWorld } from '../testing/sync-world.ts'
import { TENANT_A, TENANT_B } from '../testing/test-host.ts'
import { listConnections, type Connection } from '../postgres/connection.ts'
import { listCycles } from '../postgres/cycles.ts'
import { loadLinksOfTypes, writeLinks } from '../postgres/links.ts'
import { disconnect } from './connect.ts'
import { beginConsent, confirmOtherCompany, finishConsent, type Asker } from './consent.ts'
import { sessionFor } from './session.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterEach(() => world.sandbox.chaos.calm())
afterAll(() => world.close())

const ME: Asker = { tenant: TENANT_A, userId: SOMEBODY, sessionId: 'my session' }
const THEM: Asker = { tenant: TENANT_B, userId: SOMEBODY, sessionId: 'their session' }
const CHOICE = {
  adapterType: 'qbo',
  environment: 'sandbox',
  app: 'platform',
  returnTo: '/settings',
} as const

/** Goes to the consent page and agrees there, as a browser would; answers where it leads back to. */
async function agree(authorizeUrl: string, realm: string): Promise<string> {
  const page = await world.sandbox.fetch(authorizeUrl, { redirect: 'manual' })
  const html = await page.text()
  const form = new URLSearchParams()
  for (const [, name, value] of html.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)) {
    if (name !== undefined) form.set(name, (value ?? '').replaceAll('&amp;', '&'))
  }
  form.set('realmId', realm)
  form.set('decision', 'connect')
  const answer = await world.sandbox.fetch(authorizeUrl.split('?')[0] ?? '', {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  })
  const location = answer.headers.get('location')
  if (location === null) throw new Error(`no way back: ${answer.status} ${await answer.text()} ${html}`)
  return location
}

let companies = 0
function company(): string {
  companies += 1
  const realm = String(7000 + companies)
  world.sandbox.addCompany({ realmId: realm, name: `Alder Books ${companies}` })
  return realm
}

async function consented(asker: Asker, realm: string) {
  const { authorizeUrl } = await beginConsent(world.engine, asker, CHOICE)
  return await finishConsent(world.engine, asker, await agree(authorizeUrl, realm))
}

/** How often any fault struck. */
const struck = () =>
  Object.values(world.sandbox.chaos.counts())
    .flatMap((own) => Object.values(own))
    .reduce((sum, each) => sum + each, 0)

const connectionsOf = (tenant: string): Promise<Connection[]> =>
  world.host.transactions.inTenant(tenant, (trx) => listConnections(trx, tenant))

describe('consent', () => {
  it('connects the company that was chosen, seals its tokens and schedules its cycle', async () => {
    const realm = company()
    const end = await consented(ME, realm)
    expect(end).toMatchObject({ kind: 'connected', connection: { realm, status: 'connected' } })
    expect(world.jobs.filter((each) => each.everySeconds === 900)).toHaveLength(1)
    const [connection] = await connectionsOf(TENANT_A)
    if (connection === undefined) throw new Error('nothing is connected')
    const token = await sessionFor(world.engine, connection, SIGNAL).accessToken()
    expect(token.length).toBeGreaterThan(20)
    expect(JSON.stringify(connection)).not.toContain(token)
    expect(world.lines.join()).not.toContain(token)
  })

  it('takes a state once, and not from another session, person or tenant (L42)', async () => {
    const realm = (await connectionsOf(TENANT_A))[0]?.realm ?? ''
    const { authorizeUrl } = await beginConsent(world.engine, ME, CHOICE)
    const back = await agree(authorizeUrl, realm)
    for (const other of [
      { ...ME, sessionId: 'theirs' },
      { ...ME, userId: TENANT_B },
      { ...ME, tenant: TENANT_B },
    ]) {
      expect(await finishConsent(world.engine, other, back)).toMatchObject({
        kind: 'refused',
        reason: 'state',
      })
    }
    const ends = await Promise.all([1, 2].map(() => finishConsent(world.engine, ME, back)))
    expect(ends.map((each) => each.kind).toSorted()).toEqual(['connected', 'refused'])
  })

  it('takes no state that is older than ten minutes (L42)', async () => {
    const realm = (await connectionsOf(TENANT_A))[0]?.realm ?? ''
    const { authorizeUrl } = await beginConsent(world.engine, ME, CHOICE)
    const back = await agree(authorizeUrl, realm)
    world.advance(601)
    expect(await finishConsent(world.engine, ME, back)).toMatchObject({ kind: 'refused', reason: 'state' })
  })

  it('does not connect a company that another tenant holds (L42)', async () => {
    const realm = (await connectionsOf(TENANT_A))[0]?.realm ?? ''
    const other = { ...ME, tenant: TENANT_B }
    expect(await consented(other, realm)).toMatchObject({ kind: 'refused', reason: 'held_elsewhere' })
    expect(await connectionsOf(TENANT_B)).toEqual([])
  })

  it('asks before it connects another company than before, and keeps the tokens sealed until then (L42)', async () => {
    const asker = { ...ME, tenant: TENANT_B }
    await consented(asker, company())
    const second = company()
    const end = await consented(asker, second)
    expect(end).toMatchObject({ kind: 'other_company' })
    if (end.kind !== 'other_company') return
    expect((await connectionsOf(TENANT_B)).map((each) => each.realm)).not.toContain(second)
    const stranger = { ...asker, sessionId: 'theirs' }
    const again = await consented(asker, second)
    if (again.kind !== 'other_company') throw new Error('it did not ask again')
    expect(await confirmOtherCompany(world.engine, stranger, again.confirmation)).toMatchObject({
      reason: 'state',
    })
    expect(await confirmOtherCompany(world.engine, asker, end.confirmation)).toMatchObject({
      kind: 'connected',
    })
    expect((await connectionsOf(TENANT_B)).map((each) => each.realm)).toContain(second)
  })

  it('finds everything as it was when the same company comes back (L43, L46)', async () => {
    const [connection] = await connectionsOf(TENANT_A)
    if (connection === undefined) throw new Error('nothing is connected')
    await world.host.transactions.inTenant(TENANT_A, (trx) =>
      writeLinks(trx, TENANT_A, connection, [linkOf('service', 'kept', 'item', '1')], world.now()),
    )
    expect(await disconnect(world.engine, TENANT_A, connection.connectionId)).toBe('disconnected')
    expect(world.cancelled).toContain(connection.recurringJobId)
    expect(await disconnect(world.engine, TENANT_A, connection.connectionId)).toBe('was_not_connected')
    await expect(sessionFor(world.engine, connection, SIGNAL).accessToken()).rejects.toThrow('not connected')
    const end = await consented(ME, connection.realm)
    expect(end).toMatchObject({ kind: 'connected', connection: { connectionId: connection.connectionId } })
    const links = await world.host.transactions.inTenant(TENANT_A, (trx) =>
      loadLinksOfTypes(trx, TENANT_A, connection, ['service']),
    )
    expect(links.map((each) => each.entityId)).toEqual(['kept'])
  })

  it('asks a company again that did not answer at once, since its code works only once', async () => {
    const { chaos } = world.sandbox
    const realm = company()
    const before = struck()
    chaos.arm({ fault: 'lost-after', match: { target: 'companyinfo' } })
    chaos.arm({ fault: 'broken', match: { target: 'preferences' } })
    // They have another one already, so it is asked whether this one is meant: it was met.
    expect(await consented(THEM, realm)).toMatchObject({ kind: 'other_company' })
    expect(struck() - before).toBe(2)
  })

  it('does not ask for ever: a person hears that there was no answer', async () => {
    const before = struck()
    world.sandbox.chaos.arm({ fault: 'broken', match: { target: 'companyinfo' }, times: 9 })
    expect(await consented(THEM, company())).toMatchObject({ kind: 'refused', reason: 'no_answer' })
    expect(struck() - before).toBe(3)
  })
})

describe('a company that has just been connected', () => {
  // capability sending in: What is paid there the moment a company is connected is not missed, whatever its clock says
  it('keeps where the first poll begins, by the clock of the service and not by ours (L26)', async () => {
    const realm = company()
    // Further behind ours than the hour that is asked for where nothing of it is known.
    world.sandbox.knobs.clock.skewMilliseconds = -3 * 3_600_000
    const asked = await consented(ME, realm)
    const end =
      asked.kind === 'other_company' ? await confirmOtherCompany(world.engine, ME, asked.confirmation) : asked
    if (end.kind !== 'connected') throw new Error(end.kind)
    const { connection } = end
    const keeper = bookkeeperOf(world.sandbox, realm, 'http://desk.test')
    const customer = await keeper.create('Customer', { DisplayName: 'Alder & Finch' })
    await keeper.pays(customer.Id, 80, [])
    world.advance(3 * 86_400)
    await world.cycle(connection)
    world.sandbox.knobs.clock.skewMilliseconds = 0
    const [first] = await world.host.transactions.inTenant(TENANT_A, (trx) =>
      listCycles(trx, TENANT_A, connection, { after: null, limit: 1 }),
    )
    expect(first?.stats).toMatchObject({ inbound: { payments: 1 } })
    expect(Date.parse(first?.cursorBefore ?? '')).toBeLessThan(world.now().getTime() - 3 * 86_400_000)
    await disconnect(world.engine, TENANT_A, connection.connectionId)
  })
})
