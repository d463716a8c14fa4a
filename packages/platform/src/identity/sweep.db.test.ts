import { afterEach, beforeEach, expect, it } from 'vitest'
import { forgotPassword, resetPassword, signIn, signOut } from '../contract/identity.ts'
import { sweepIdentity } from './sweep.ts'
import { createIdentity, linkTokenIn, outcome, run, signInAs, type Identity } from './testing/world.ts'

let world: Identity
beforeEach(async () => {
  world = await createIdentity()
})
afterEach(() => world.close())

it('sweeps what can never be used again and leaves what can', async () => {
  const wrong = { email: 'ben@example.com', password: 'not the password' }
  const ended = await signInAs(world)
  await run(world, signOut, ended.actor, {})
  await signInAs(world)
  await run(world, forgotPassword, null, { email: 'ada@example.com' })
  await run(world, resetPassword, null, {
    token: linkTokenIn(world.mails, 'password_reset'),
    password: 'brand new words',
  })
  await outcome(run(world, signIn, null, wrong))
  // The reset ended the second session as well, and used its link; the attempts are still young.
  expect(await sweepIdentity(world.db.database, world.clock)).toEqual({
    sessions: 2,
    operatorSessions: 0,
    links: 1,
    attempts: 0,
  })

  const alive = await signInAs(world, { email: 'tess@example.com' })
  await run(world, forgotPassword, null, { email: 'tess@example.com' })
  expect(await sweepIdentity(world.db.database, world.clock)).toMatchObject({
    sessions: 0,
    links: 0,
    attempts: 0,
  })
  expect(await world.store.authenticate(alive.token)).not.toBeNull()

  world.clock.advance(24 * 3600)
  expect(await sweepIdentity(world.db.database, world.clock)).toMatchObject({ sessions: 1, links: 1 })
  for (const table of ['sessions', 'mail_links', 'sign_in_attempts']) {
    expect(await world.db.system(table).select()).toEqual([])
  }
})
