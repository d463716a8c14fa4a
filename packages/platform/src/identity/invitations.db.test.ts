import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../access/actor.ts'
import { acceptInvitation } from '../contract/identity.ts'
import type { InputOf } from '../contract/use-case.ts'
import {
  deactivateUser,
  inviteUser,
  reactivateUser,
  resendInvitation,
  sendPasswordReset,
} from '../contract/users.ts'
import { TENANT_A, TENANT_B } from '../testing/index.ts'
import {
  ADA,
  addTwinCompany,
  CLIENT,
  createIdentity,
  linkTokenIn,
  OTHER_PASSWORD,
  outcome,
  run,
  signInAs,
  tokenIn,
  visit,
  type Identity,
} from './testing/world.ts'

describe('an invitation', () => {
  let world: Identity
  let ada: UserActor
  beforeEach(async () => {
    world = await createIdentity()
    ada = (await signInAs(world)).actor
  })
  afterEach(() => world.close())

  const nora = (input: Partial<InputOf<typeof inviteUser>> = {}) => ({
    email: 'Nora@example.com',
    displayName: 'Nora New',
    roleIds: [world.roles.technician],
    ...input,
  })
  const invite = (input: Partial<InputOf<typeof inviteUser>> = {}) => run(world, inviteUser, ada, nora(input))
  const mailed = () => linkTokenIn(world.mails, 'invitation')
  const accept = (token: string, password = OTHER_PASSWORD) =>
    outcome(run(world, acceptInvitation, null, { token, password }))

  it('goes out by mail, and whoever accepts it chooses a password and is signed in', async () => {
    const user = await invite()
    expect(user).toMatchObject({
      status: 'invited',
      roles: [{ roleId: world.roles.technician, name: 'Technician' }],
    })
    expect(world.mails).toMatchObject([
      {
        to: { email: 'Nora@example.com', name: 'Nora New' },
        params: { company: 'Alder IT', invitedBy: 'Ada Admin', expiresOn: '2026-03-09' },
        secretLink: true,
      },
    ])
    const { reply, facts } = visit()
    const input = { token: mailed(), password: OTHER_PASSWORD }
    const view = await world.application.execute(acceptInvitation, null, input, facts)
    expect(view).toMatchObject({
      who: { displayName: 'Nora New' },
      permissions: ['client:read', 'inbox:read'],
    })
    expect((await world.store.authenticate(tokenIn(reply)))?.actor).toMatchObject({ userId: user.userId })
    const again = await signInAs(world, { email: 'nora@example.com', password: OTHER_PASSWORD })
    expect(again.actor.userId).toBe(user.userId)
  })

  it('ends the session of whoever sat at the browser before', async () => {
    const before = await signInAs(world)
    await invite()
    await run(world, acceptInvitation, before.actor, { token: mailed(), password: OTHER_PASSWORD })
    expect(await world.store.authenticate(before.token)).toBeNull()
  })

  it('is accepted once, however many try at the same moment', async () => {
    await invite()
    const words = Array.from({ length: 8 }, (_, i) => `my very own words ${i}`)
    const outcomes = await Promise.all(words.map((password) => accept(mailed(), password)))
    expect(outcomes.filter((each) => each === 'done')).toHaveLength(1)
    expect(outcomes.filter((each) => each === 'link-not-valid')).toHaveLength(7)
    expect(await world.db.system('sessions').whereNot({ user_id: ADA }).select('session_id')).toHaveLength(1)
  })

  it('lasts seven days, and a second one replaces the first', async () => {
    const user = await invite()
    const first = mailed()
    await run(world, resendInvitation, ada, { userId: user.userId })
    expect(await accept(first)).toBe('link-not-valid')
    world.clock.advance(7 * 24 * 3600)
    expect(await accept(mailed())).toBe('link-not-valid')
    await run(world, resendInvitation, ada, { userId: user.userId })
    expect(await accept(mailed())).toBe('done')
    expect(await outcome(run(world, resendInvitation, ada, { userId: user.userId }))).toBe('not-invited')
  })

  it('keeps the link when the chosen password is weak', async () => {
    await invite()
    expect(await accept(mailed(), 'nora new 1234')).toBe('bad-input')
    expect(await accept(mailed())).toBe('done')
  })

  it('is worth nothing as a link to reset a password', async () => {
    const user = await invite()
    expect(await outcome(run(world, sendPasswordReset, ada, { userId: user.userId }))).toBe('not-active')
  })

  it('dies with the deactivation, and coming back means being invited again', async () => {
    const { userId } = await invite()
    await run(world, deactivateUser, ada, { userId })
    expect(await accept(mailed())).toBe('link-not-valid')
    expect(await run(world, reactivateUser, ada, { userId })).toMatchObject({ status: 'invited' })
    expect(await accept(mailed())).toBe('link-not-valid')
    await run(world, resendInvitation, ada, { userId })
    expect(await accept(mailed())).toBe('done')
  })

  it('is refused for an address that is already here, in any case, but not on the other side', async () => {
    expect(await outcome(invite({ email: 'TESS@example.com' }))).toBe('email-taken')
    const portal = { audience: 'portal' as const, clientId: CLIENT, roleIds: [world.roles.portal_viewer] }
    expect(await outcome(invite({ email: 'tess@example.com', ...portal }))).toBe('done')
  })

  it('needs a client that exists for a portal user, and none for anybody else', async () => {
    const portal = { audience: 'portal' as const, roleIds: [world.roles.portal_viewer] }
    expect(await outcome(invite(portal))).toBe('bad-input')
    expect(await outcome(invite({ ...portal, clientId: ADA }))).toBe('bad-input')
    expect(await outcome(invite({ clientId: CLIENT }))).toBe('bad-input')
    expect(await outcome(invite({ ...portal, clientId: CLIENT }))).toBe('done')
  })

  it('gives no role of the other side, and none of another company', async () => {
    await addTwinCompany(world)
    const foreign = await world.db.system('roles').where({ tenant: TENANT_B, key: 'admin' }).first('role_id')
    expect(await outcome(invite({ roleIds: [world.roles.portal_admin] }))).toBe('bad-input')
    expect(await outcome(invite({ roleIds: [foreign.role_id] }))).toBe('bad-input')
    expect(
      await world.db.system('users').where({ tenant: TENANT_A, email_lower: 'nora@example.com' }),
    ).toEqual([])
  })

  it('leaves its secret in no audit event and in no log line', async () => {
    await invite()
    const token = mailed()
    await accept(token)
    const events = await world.db.system('audit_events').orderBy('event_id').select()
    expect(events.map((event) => event.action)).toContain('user.invitation_accepted')
    const links = await world.db.system('mail_links').select()
    const written = JSON.stringify([events, links]) + world.log.lines.join('')
    expect(written).not.toContain(token)
    expect(written).not.toContain(OTHER_PASSWORD)
  })
})
