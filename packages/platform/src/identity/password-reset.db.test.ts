import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { forgotPassword, resetPassword, signIn } from '../contract/identity.ts'
import { deactivateUser, sendPasswordReset } from '../contract/users.ts'
import { TENANT_A, TENANT_B } from '../testing/index.ts'
import {
  ADA,
  addTwinCompany,
  BEN,
  createIdentity,
  linkTokenIn,
  OTHER_PASSWORD,
  outcome,
  PASSWORD,
  run,
  signInAs,
  type Identity,
} from './testing/world.ts'

describe('a forgotten password', () => {
  let world: Identity
  beforeEach(async () => {
    world = await createIdentity()
  })
  afterEach(() => world.close())

  const forget = (email: string) => run(world, forgotPassword, null, { email })
  const reset = (token: string, password = OTHER_PASSWORD) =>
    outcome(run(world, resetPassword, null, { token, password }))
  const mailed = () => linkTokenIn(world.mails, 'password_reset')

  it('is replaced through the link in the mail; every session ends and only the new words open', async () => {
    const { token } = await signInAs(world)
    await forget('ADA@example.com')
    expect(world.mails).toMatchObject([
      { template: 'password_reset', to: { email: 'ada@example.com' }, secretLink: true },
    ])
    expect(await reset(mailed())).toBe('done')
    expect(world.mails.at(-1)).toMatchObject({ template: 'password_changed', link: '/sign-in' })
    expect(await world.store.authenticate(token)).toBeNull()
    expect(await outcome(run(world, signIn, null, { email: 'ada@example.com', password: PASSWORD }))).toBe(
      'wrong-credentials',
    )
    expect((await signInAs(world, { password: OTHER_PASSWORD })).actor.userId).toBe(ADA)
  })

  it('gets the same answer whether there is an account or not, and no mail where there is none', async () => {
    const answers = [
      await forget('ada@example.com'),
      await forget('nobody@example.com'),
      await forget('pia@example.com'),
    ]
    expect(answers).toEqual([{ accepted: true }, { accepted: true }, { accepted: true }])
    expect(world.mails.map((mail) => mail.to.email)).toEqual(['ada@example.com'])
  })

  it('sends at most three mails in a while, and still answers the same', async () => {
    for (let i = 0; i < 5; i += 1) expect(await forget('ada@example.com')).toEqual({ accepted: true })
    expect(world.mails).toHaveLength(3)
  })

  it('has one link that works: the newest, once, for an hour', async () => {
    await forget('ada@example.com')
    const older = mailed()
    await forget('ada@example.com')
    const newest = mailed()
    expect(await reset(older)).toBe('link-not-valid')
    expect(await reset(newest)).toBe('done')
    expect(await reset(newest)).toBe('link-not-valid')
    await forget('ada@example.com')
    world.clock.advance(3600)
    expect(await reset(mailed())).toBe('link-not-valid')
  })

  it('has one link that works even when several are asked for at once', async () => {
    await Promise.all([forget('ada@example.com'), forget('ada@example.com'), forget('ada@example.com')])
    const alive = await world.db.system('mail_links').whereNull('used_at').select('link_id')
    expect(world.mails).toHaveLength(3)
    expect(alive).toHaveLength(1)
  })

  it('is replaced by one of several who use the link at the same moment', async () => {
    await forget('ada@example.com')
    const words = Array.from({ length: 8 }, (_, i) => `my very new words ${i}`)
    const outcomes = await Promise.all(words.map((password) => reset(mailed(), password)))
    expect(outcomes.filter((each) => each === 'done')).toHaveLength(1)
    expect(outcomes.filter((each) => each === 'link-not-valid')).toHaveLength(7)
  })

  it('keeps the link when the new password is weak, so that a better one can follow', async () => {
    await forget('ada@example.com')
    expect(await reset(mailed(), 'password1234')).toBe('bad-input')
    expect(await reset(mailed())).toBe('done')
  })

  it('lies in the database as a digest, and nowhere in audit or log', async () => {
    await forget('ada@example.com')
    const token = mailed()
    await reset(token)
    const links = await world.db.system('mail_links').orderBy('link_id').select()
    const events = await world.db.system('audit_events').orderBy('event_id').select()
    expect(links).toHaveLength(1)
    expect(events.map((event) => event.action).toSorted()).toEqual([
      'user.password_reset',
      'user.password_reset_requested',
    ])
    const written = JSON.stringify([links, events]) + world.log.lines.join('')
    expect(written).not.toContain(token)
    expect(written).not.toContain(OTHER_PASSWORD)
  })

  it('brings no link to somebody who was let go, and takes away the one they had', async () => {
    await forget('ben@example.com')
    const token = mailed()
    const { actor } = await signInAs(world)
    await run(world, deactivateUser, actor, { userId: BEN })
    await forget('ben@example.com')
    expect(world.mails).toHaveLength(1)
    expect(await reset(token)).toBe('link-not-valid')
  })

  it('is reset per company: each sends its own link, and each link opens its own door', async () => {
    await addTwinCompany(world)
    await forget('ada@example.com')
    const tokens = world.mails.map(
      (mail) => new URL(mail.link, 'https://psa.example.com').searchParams.get('token') ?? '',
    )
    expect(tokens).toHaveLength(2)
    expect(await reset(tokens[1] ?? '')).toBe('done')
    expect((await signInAs(world, { password: OTHER_PASSWORD })).actor.tenant).toBe(TENANT_B)
    expect((await signInAs(world)).actor.tenant).toBe(TENANT_A)
  })

  it('may be reset at the word of an administrator', async () => {
    const { actor } = await signInAs(world)
    await run(world, sendPasswordReset, actor, { userId: BEN })
    expect(await reset(mailed())).toBe('done')
    expect((await signInAs(world, { email: 'ben@example.com', password: OTHER_PASSWORD })).actor.userId).toBe(
      BEN,
    )
  })

  it('lets its owner in again at once who had locked themselves out by guessing', async () => {
    const wrong = { email: 'ada@example.com', password: 'not the password' }
    for (let i = 0; i < 10; i += 1) await outcome(run(world, signIn, null, wrong))
    expect(await outcome(run(world, signIn, null, wrong))).toBe('too-many-attempts')
    await forget('ada@example.com')
    await reset(mailed())
    expect((await signInAs(world, { password: OTHER_PASSWORD })).actor.userId).toBe(ADA)
  })
})
