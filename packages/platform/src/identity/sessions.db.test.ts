import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { authorize } from '../access/application.ts'
import {
  changePassword,
  getSession,
  listSessions,
  revokeOtherSessions,
  revokeSession,
  signIn,
  signOut,
  updateProfile,
} from '../contract/identity.ts'
import { deactivateUser, listUsers, reactivateUser, setUserRoles } from '../contract/users.ts'
import { TENANT_A } from '../testing/index.ts'
import { cookieAuthenticator } from './session-store.ts'
import {
  ADA,
  addTwinCompany,
  BEN,
  createIdentity,
  OTHER_PASSWORD,
  outcome,
  PASSWORD,
  run,
  signInAs,
  visit,
  type Identity,
} from './testing/world.ts'

const HOUR = 3600

describe('a session', () => {
  let world: Identity
  beforeEach(async () => {
    world = await createIdentity()
  })
  afterEach(() => world.close())

  it('lies in the database only as a digest: a dump of the table signs nobody in', async () => {
    const { token } = await signInAs(world)
    const dump = JSON.stringify(await world.db.system('sessions').orderBy('session_id').select())
    expect(dump).toContain(ADA)
    expect(dump).not.toContain(token)
    const [digest] = await world.db.system('sessions').pluck<string[]>('token_digest')
    expect(await world.store.authenticate(digest ?? '')).toBeNull()
  })

  it('is looked up in one statement, with roles and permissions, and noted as alive every five minutes', async () => {
    const { token } = await signInAs(world)
    const statements: string[] = []
    world.db.system.on('query', ({ sql }: { sql: string }) => {
      if (!/^(BEGIN|COMMIT)/i.test(sql)) statements.push(sql.slice(0, 6))
    })
    const session = await world.store.authenticate(token)
    expect(session?.actor).toMatchObject({ kind: 'user', userId: ADA, roleIds: [world.roles.admin] })
    expect(statements).toEqual(['select'])
    world.clock.advance(300)
    await world.store.authenticate(token)
    await world.store.authenticate(token)
    expect(statements).toEqual(['select', 'select', 'update', 'select'])
  })

  it('ends after twelve hours without use, and use keeps it', async () => {
    const { token } = await signInAs(world)
    world.clock.advance(11 * HOUR)
    expect(await world.store.authenticate(token)).not.toBeNull()
    world.clock.advance(11 * HOUR)
    expect(await world.store.authenticate(token)).not.toBeNull()
    world.clock.advance(12 * HOUR)
    expect(await world.store.authenticate(token)).toBeNull()
  })

  it('ends after two weeks however much it is used', async () => {
    const { token } = await signInAs(world)
    for (let hours = 0; hours < 14 * 24 - 8; hours += 8) {
      world.clock.advance(8 * HOUR)
      expect(await world.store.authenticate(token)).not.toBeNull()
    }
    world.clock.advance(8 * HOUR)
    expect(await world.store.authenticate(token)).toBeNull()
  })

  it('is dead at once when its person is deactivated, and stays dead when they come back', async () => {
    const ben = await signInAs(world, { email: 'ben@example.com' })
    const ada = await signInAs(world)
    await run(world, deactivateUser, ada.actor, { userId: BEN })
    expect(await world.store.authenticate(ben.token)).toBeNull()
    await run(world, reactivateUser, ada.actor, { userId: BEN })
    expect(await world.store.authenticate(ben.token)).toBeNull()
    expect((await signInAs(world, { email: 'ben@example.com' })).actor.userId).toBe(BEN)
  })

  it('of an inactive person is dead even where nobody revoked it', async () => {
    const { token } = await signInAs(world)
    await world.db.database.withTenant(TENANT_A, (trx) =>
      trx('users').where({ tenant: TENANT_A, user_id: ADA }).update({ status: 'inactive' }),
    )
    expect(await world.store.authenticate(token)).toBeNull()
  })

  it('follows a change of roles with the next request', async () => {
    const ben = await signInAs(world, { email: 'ben@example.com' })
    expect(() => authorize(listUsers, ben.actor)).toThrow(/does not allow/)
    const ada = await signInAs(world)
    await run(world, setUserRoles, ada.actor, { userId: BEN, roleIds: [world.roles.admin] })
    const again = await world.store.authenticate(ben.token)
    expect(() => authorize(listUsers, again?.actor ?? null)).not.toThrow()
  })

  it('is found behind the cookie of the right name and no other', async () => {
    const { token } = await signInAs(world)
    const secure = cookieAuthenticator(world.store, true)
    expect((await secure.authenticate(`__Host-tieout_session=${token}`))?.actor).toMatchObject({
      userId: ADA,
    })
    expect(await secure.authenticate(`tieout_session=${token}`)).toBeNull()
    expect(await secure.authenticate(null)).toBeNull()
  })
})

describe('one’s own sessions', () => {
  let world: Identity
  beforeEach(async () => {
    world = await createIdentity()
  })
  afterEach(() => world.close())

  it('tell the screens who is there, or that nobody is', async () => {
    expect(await run(world, getSession, null, {})).toEqual({ signedIn: false, edition: 'community' })
    const { actor, view } = await signInAs(world)
    expect(await run(world, getSession, actor, {})).toEqual(view)
  })

  it('are listed newest first, page by page, with the device, and say which is this one', async () => {
    await signInAs(world, { email: 'ben@example.com' })
    const sessions = []
    for (let i = 0; i < 3; i += 1) {
      sessions.push((await signInAs(world)).actor)
      world.clock.advance(60)
    }
    const [, here] = sessions
    const first = await run(world, listSessions, here ?? null, { limit: 2 })
    expect(first.items.map((item) => [item.sessionId, item.current])).toEqual([
      [sessions[2]?.sessionId, false],
      [sessions[1]?.sessionId, true],
    ])
    expect(first.items[0]).toMatchObject({ browser: 'Firefox', system: 'Linux', ip: '203.0.113.7' })
    const second = await run(world, listSessions, here ?? null, { limit: 2, cursor: first.nextCursor ?? '' })
    expect(second.items.map((item) => item.sessionId)).toEqual([sessions[0]?.sessionId])
    expect(second.nextCursor).toBeNull()
    expect(await outcome(run(world, listSessions, here ?? null, { cursor: 'nonsense' }))).toBe('bad-input')
  })

  it('end one by one, but never somebody else’s', async () => {
    const here = await signInAs(world)
    const there = await signInAs(world)
    const ben = await signInAs(world, { email: 'ben@example.com' })
    const end = (sessionId: string) => outcome(run(world, revokeSession, here.actor, { sessionId }))
    expect(await end(ben.actor.sessionId)).toBe('not-found')
    expect(await end(there.actor.sessionId)).toBe('done')
    expect(await world.store.authenticate(there.token)).toBeNull()
    expect(await world.store.authenticate(here.token)).not.toBeNull()
    expect(await world.store.authenticate(ben.token)).not.toBeNull()
  })

  it('end everywhere but here, in this company alone', async () => {
    await addTwinCompany(world)
    const here = await signInAs(world, { tenant: 'alder' })
    const there = await signInAs(world, { tenant: 'alder' })
    const twin = await signInAs(world, { tenant: 'birch' })
    expect(await run(world, revokeOtherSessions, here.actor, {})).toEqual({ revoked: 1 })
    expect(await world.store.authenticate(there.token)).toBeNull()
    expect(await world.store.authenticate(here.token)).not.toBeNull()
    expect(await world.store.authenticate(twin.token)).not.toBeNull()
  })

  it('end here by signing out, and the cookie goes', async () => {
    const { token, actor } = await signInAs(world)
    const { reply, facts } = visit()
    await world.application.execute(signOut, actor, {}, facts)
    expect(reply.cookies).toEqual([expect.stringContaining('__Host-tieout_session=; Path=/; Max-Age=0')])
    expect(await world.store.authenticate(token)).toBeNull()
  })
})

describe('one’s own profile', () => {
  let world: Identity
  beforeEach(async () => {
    world = await createIdentity({ limits: { perAccount: 3 } })
  })
  afterEach(() => world.close())

  it('changes name and language, and the next request knows', async () => {
    const { actor, token } = await signInAs(world)
    const changed = await run(world, updateProfile, actor, { displayName: 'Ada Byron', locale: 'fr' })
    expect(changed).toEqual({ displayName: 'Ada Byron', email: 'ada@example.com', locale: 'fr' })
    expect((await world.store.authenticate(token))?.actor).toMatchObject({
      displayName: 'Ada Byron',
      locale: 'fr',
    })
  })

  it('changes the password: every other session ends, this one stays, only the new words open', async () => {
    const here = await signInAs(world)
    const there = await signInAs(world)
    const words = { currentPassword: PASSWORD, newPassword: OTHER_PASSWORD }
    await run(world, changePassword, here.actor, words)
    expect(await world.store.authenticate(here.token)).not.toBeNull()
    expect(await world.store.authenticate(there.token)).toBeNull()
    expect(await outcome(run(world, signIn, null, { email: 'ada@example.com', password: PASSWORD }))).toBe(
      'wrong-credentials',
    )
    expect((await signInAs(world, { password: OTHER_PASSWORD })).actor.userId).toBe(ADA)
    expect(world.mails).toMatchObject([{ template: 'password_changed', to: { email: 'ada@example.com' } }])
  })

  it('keeps the password when the current one is wrong or the new one is weak, and stops guessing', async () => {
    const { actor } = await signInAs(world)
    const change = (currentPassword: string, newPassword: string) =>
      outcome(run(world, changePassword, actor, { currentPassword, newPassword }))
    expect(await change(PASSWORD, 'ada admin ada admin')).toBe('bad-input')
    expect(await change('not the password', OTHER_PASSWORD)).toBe('wrong-password')
    expect(await change('not this either', OTHER_PASSWORD)).toBe('wrong-password')
    expect(await change(PASSWORD, OTHER_PASSWORD)).toBe('too-many-attempts')
    expect((await signInAs(world)).actor.userId).toBe(ADA)
  })
})
