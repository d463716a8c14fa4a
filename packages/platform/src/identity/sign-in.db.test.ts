import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { signIn } from '../contract/identity.ts'
import { deactivateUser } from '../contract/users.ts'
import { TENANT_A, TENANT_B } from '../testing/index.ts'
import {
  ADA,
  addTwinCompany,
  BEN,
  createIdentity,
  outcome,
  PASSWORD,
  run,
  signInAs,
  tokenIn,
  visit,
  OTHER_PASSWORD,
  type Identity,
} from './testing/world.ts'

const ada = { email: 'ada@example.com', password: PASSWORD }

describe('signing in', () => {
  let world: Identity
  beforeEach(async () => {
    world = await createIdentity()
  })
  afterEach(() => world.close())

  it('opens a session and tells the screen who this is and what they may do', async () => {
    const { view, session } = await signInAs(world)
    expect(view).toMatchObject({
      signedIn: true,
      audience: 'msp',
      who: { id: ADA, displayName: 'Ada Admin', email: 'ada@example.com' },
      tenant: { id: TENANT_A, name: 'Alder IT', slug: 'alder', timeZone: 'America/New_York', locale: 'en' },
      edition: 'community',
    })
    expect(view.permissions).toContain('user:update')
    expect(view.csrfToken).toBe(session.csrfToken)
  })

  it('takes the address in any case', async () => {
    const { actor } = await signInAs(world, { email: 'ADA@Example.com' })
    expect(actor.userId).toBe(ADA)
  })

  it('answers the same to a wrong password and to an unknown address, and works as hard', async () => {
    const refusalOf = async (email: string) => {
      const before = world.passwords.verified
      const refused = await run(world, signIn, null, { email, password: 'not the password' }).catch(
        (e: unknown) => e,
      )
      return { refused, verified: world.passwords.verified - before }
    }
    const known = await refusalOf('ada@example.com')
    const unknown = await refusalOf('nobody@example.com')
    expect(unknown.refused).toEqual(known.refused)
    expect(known.refused).toMatchObject({ code: 'wrong-credentials', status: 401 })
    expect([known.verified, unknown.verified]).toEqual([1, 1])
  })

  it('keeps the two sides apart: a portal password opens no door of the provider’s, nor the other way', async () => {
    const pia = { email: 'pia@example.com', password: PASSWORD }
    expect(await outcome(run(world, signIn, null, pia))).toBe('wrong-credentials')
    expect(await outcome(run(world, signIn, null, { ...ada, audience: 'portal' }))).toBe('wrong-credentials')
    const { actor } = await signInAs(world, { ...pia, audience: 'portal' })
    expect([...actor.permissions]).toEqual([
      'portal_invoice:read',
      'portal_payment:create',
      'portal_profile:read',
    ])
  })

  it('refuses the right password of somebody who was let go', async () => {
    const { actor } = await signInAs(world)
    await run(world, deactivateUser, actor, { userId: BEN })
    expect(await outcome(run(world, signIn, null, { email: 'ben@example.com', password: PASSWORD }))).toBe(
      'wrong-credentials',
    )
  })

  it('is audited, the failures of known accounts too, without the password or the token', async () => {
    await outcome(run(world, signIn, null, { ...ada, password: 'canary-wrong-password' }))
    const { token, session } = await signInAs(world)
    const events = await world.db.system('audit_events').orderBy('recorded_at').select()
    expect(events.map((event) => [event.action, event.entity_id, event.actor_kind]).toSorted()).toEqual([
      ['session.sign_in_failed', ADA, 'system'],
      ['session.signed_in', ADA, 'user'],
    ])
    const written = JSON.stringify(events) + world.log.lines.join('')
    for (const secret of ['canary-wrong-password', PASSWORD, token, session.csrfToken]) {
      expect(written).not.toContain(secret)
    }
  })

  it('gives a new session and ends the one the browser came with', async () => {
    const first = await signInAs(world)
    const second = await signInAs(world, {}, first.actor)
    expect(second.token).not.toBe(first.token)
    expect(second.session.csrfToken).not.toBe(first.session.csrfToken)
    expect(await world.store.authenticate(first.token)).toBeNull()
    expect(await world.store.authenticate(second.token)).not.toBeNull()
  })

  it('sets a cookie that follows the scheme of the public origin', async () => {
    const { reply, facts } = visit()
    await world.application.execute(signIn, null, ada, facts)
    expect(reply.cookies).toEqual([
      expect.stringMatching(/^__Host-tieout_session=.*; HttpOnly; SameSite=Lax; Secure$/),
    ])
  })

  it('loses to a password reset that happens while the old password is being verified', async () => {
    const { verify } = world.passwords
    world.passwords.verify = async (stored, password) => {
      const matches = await verify(stored, password)
      const password_hash = await world.passwords.hash(OTHER_PASSWORD)
      await world.db.database.withTenant(TENANT_A, (trx) =>
        trx('users').where({ tenant: TENANT_A, user_id: ADA }).update({ password_hash }),
      )
      return matches
    }
    expect(await outcome(run(world, signIn, null, ada))).toBe('wrong-credentials')
    expect(await world.db.system('sessions').select()).toEqual([])
  })
})

describe('the same address in two companies with identical ids', () => {
  let world: Identity
  afterEach(() => world.close())

  it('asks which company, but only once the password is proven', async () => {
    world = await createIdentity()
    await addTwinCompany(world)
    const refused = await run(world, signIn, null, ada).catch((e: unknown) => e)
    expect(refused).toMatchObject({
      code: 'choose-company',
      status: 409,
      extra: {
        companies: [
          { name: 'Alder IT', slug: 'alder' },
          { name: 'Birch IT', slug: 'birch' },
        ],
      },
    })
    const wrong = await run(world, signIn, null, { ...ada, password: 'not the password' }).catch(
      (e: unknown) => e,
    )
    expect(wrong).toMatchObject({ code: 'wrong-credentials', extra: {} })
    const { actor } = await signInAs(world, { tenant: 'birch' })
    expect([actor.tenant, actor.userId]).toEqual([TENANT_B, ADA])
  })

  it('signs in at once where only one of them has this password', async () => {
    world = await createIdentity()
    await addTwinCompany(world, OTHER_PASSWORD)
    const { actor } = await signInAs(world, { password: OTHER_PASSWORD })
    expect(actor.tenant).toBe(TENANT_B)
    expect(await outcome(run(world, signIn, null, { ...ada, tenant: 'birch' }))).toBe('wrong-credentials')
  })

  it('lets one company’s administrator do nothing to the other’s person of the same id', async () => {
    world = await createIdentity()
    await addTwinCompany(world)
    const alder = await signInAs(world, { tenant: 'alder' })
    const twin = await signInAs(world, { email: 'ben@example.com', tenant: 'birch' })
    await run(world, deactivateUser, alder.actor, { userId: BEN })
    expect(await world.store.authenticate(twin.token)).not.toBeNull()
    const seen = await world.db.system('users').where({ user_id: BEN }).orderBy('tenant').pluck('status')
    expect(seen).toEqual(['inactive', 'active'])
  })
})

describe('guessing', () => {
  let world: Identity
  afterEach(() => world.close())
  const guess = (email: string, ip: string) => {
    const { reply, facts } = visit(ip)
    const work = world.application.execute(signIn, null, { email, password: 'not the password' }, facts)
    return { reply, work: outcome(work) }
  }

  it('stops after the limit, says for how long, and then stops the right password as well', async () => {
    world = await createIdentity({ limits: { perAccount: 3, windowSeconds: 600 } })
    for (let i = 0; i < 3; i += 1)
      expect(await guess('ada@example.com', '198.51.100.1').work).toBe('wrong-credentials')
    world.clock.advance(100)
    const { reply, facts } = visit('198.51.100.2')
    const refused = await world.application.execute(signIn, null, ada, facts).catch((e: unknown) => e)
    expect(refused).toMatchObject({
      code: 'too-many-attempts',
      status: 429,
      extra: { retryAfterSeconds: 500 },
    })
    expect(reply.headers).toEqual({ 'Retry-After': '500' })
    world.clock.advance(500)
    expect((await signInAs(world)).actor.userId).toBe(ADA)
  })

  it('gets no more verifications than the limit, however many attempts come at once', async () => {
    world = await createIdentity({ limits: { perAccount: 5 } })
    const before = world.passwords.verified
    const attempts = Array.from({ length: 50 }, (_, i) => guess('ada@example.com', `198.51.100.${i}`).work)
    const outcomes = await Promise.all(attempts)
    expect(outcomes.filter((each) => each === 'wrong-credentials')).toHaveLength(5)
    expect(outcomes.filter((each) => each === 'too-many-attempts')).toHaveLength(45)
    expect(world.passwords.verified - before).toBe(5)
  })

  it('is stopped per address too, whichever accounts it tries', async () => {
    world = await createIdentity({ limits: { perAddress: 4 } })
    for (let i = 0; i < 4; i += 1) {
      expect(await guess(`person${i}@example.com`, '198.51.100.1').work).toBe('wrong-credentials')
    }
    expect(await guess('person9@example.com', '198.51.100.1').work).toBe('too-many-attempts')
    expect(await guess('person9@example.com', '198.51.100.2').work).toBe('wrong-credentials')
  })

  it('is forgotten once the right password is given, and success costs an office’s address nothing', async () => {
    world = await createIdentity({ limits: { perAccount: 3, perAddress: 3 } })
    for (let round = 0; round < 5; round += 1) await signInAs(world)
    expect(await world.db.system('sign_in_attempts').select()).toEqual([])
    await guess('ada@example.com', '198.51.100.1').work
    await guess('ada@example.com', '198.51.100.1').work
    await signInAs(world)
    expect(await world.db.system('sign_in_attempts').pluck('subject')).toEqual(
      Array.from({ length: 2 }, () => 'address:198.51.100.1'),
    )
  })

  it('at the provider’s side does not lock the same address out of the portal', async () => {
    world = await createIdentity({ limits: { perAccount: 1 } })
    await guess('pia@example.com', '198.51.100.1').work
    expect(await guess('pia@example.com', '198.51.100.1').work).toBe('too-many-attempts')
    const { reply, facts } = visit()
    const pia = { email: 'pia@example.com', password: PASSWORD, audience: 'portal' as const }
    await world.application.execute(signIn, null, pia, facts)
    expect(tokenIn(reply)).toBeTruthy()
  })
})
