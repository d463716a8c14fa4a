import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorActor } from '../access/actor.ts'
import { changePassword, getSession, listSessions, signIn, signOut } from '../contract/identity.ts'
import { listTenants } from '../contract/operator.ts'
import { listUsers } from '../contract/users.ts'
import { TENANT_A, TENANT_B } from '../testing/index.ts'
import { createOperator } from './operators.ts'
import {
  addTwinCompany,
  createIdentity,
  outcome,
  PASSWORD,
  run,
  signInAs,
  tokenIn,
  visit,
  type Identity,
} from './testing/world.ts'

const OPERATOR = '00000000-0000-4000-8000-0000000000f1'

describe('an operator', () => {
  let world: Identity
  beforeEach(async () => {
    world = await createIdentity()
    const operator = {
      operatorId: OPERATOR,
      displayName: 'Olga',
      locale: 'en',
      password: 'operators own words',
    }
    await createOperator(world.db.database, { ...operator, email: 'Ada@example.com' }, world)
  })
  afterEach(() => world.close())

  const credentials = {
    email: 'ada@example.com',
    password: 'operators own words',
    audience: 'operator' as const,
  }

  async function signInOperator(presented: OperatorActor | null = null) {
    const { reply, facts } = visit()
    const view = await world.application.execute(signIn, presented, credentials, facts)
    const token = tokenIn(reply)
    const session = await world.store.authenticate(token)
    return { view, token, actor: session?.actor as OperatorActor, session }
  }

  it('signs in beside the companies, even with the address of one of their people', async () => {
    const { view, actor, session } = await signInOperator()
    expect(view).toMatchObject({ audience: 'operator', tenant: null, who: { id: OPERATOR }, permissions: [] })
    expect(actor).toMatchObject({ kind: 'operator', operatorId: OPERATOR })
    expect(view.csrfToken).toBe(session?.csrfToken)
    expect(await run(world, getSession, actor, {})).toEqual(view)
    expect(await outcome(run(world, signIn, null, { ...credentials, audience: 'msp' }))).toBe(
      'wrong-credentials',
    )
    expect(await outcome(run(world, signIn, null, { ...credentials, password: PASSWORD }))).toBe(
      'wrong-credentials',
    )
  })

  it('sees which companies there are and how many people each has, page by page', async () => {
    await addTwinCompany(world)
    const { actor } = await signInOperator()
    const first = await run(world, listTenants, actor, { limit: 1 })
    expect(first.items).toMatchObject([{ tenant: TENANT_A, slug: 'alder', name: 'Alder IT', users: 4 }])
    const second = await run(world, listTenants, actor, { limit: 1, cursor: first.nextCursor ?? '' })
    expect(second.items).toMatchObject([{ tenant: TENANT_B, slug: 'birch', users: 4 }])
    expect(second.nextCursor).toBeNull()
    expect(await outcome(run(world, listTenants, actor, { cursor: 'nonsense' }))).toBe('bad-input')
  })

  it('sees nothing inside a company, and a company’s administrator sees nothing of the fleet', async () => {
    const { actor } = await signInOperator()
    expect(await outcome(run(world, listUsers, actor, {}))).toBe('not-allowed')
    expect(await outcome(run(world, listSessions, actor, {}))).toBe('not-allowed')
    const words = { currentPassword: 'operators own words', newPassword: 'quite different words' }
    expect(await outcome(run(world, changePassword, actor, words))).toBe('not-allowed')
    const ada = await signInAs(world)
    expect(await outcome(run(world, listTenants, ada.actor, {}))).toBe('not-allowed')
  })

  it('has a session that is rotated, ends, and lies in the database only as a digest', async () => {
    const first = await signInOperator()
    const second = await signInOperator(first.actor)
    expect(await world.store.authenticate(first.token)).toBeNull()
    const dump =
      JSON.stringify(await world.db.system('operator_sessions').select()) + world.log.lines.join('')
    expect(dump).toContain(OPERATOR)
    expect(dump).not.toContain(second.token)
    await run(world, signOut, second.actor, {})
    expect(await world.store.authenticate(second.token)).toBeNull()
  })

  it('ends the session of a user when signing in at the same browser', async () => {
    const ada = await signInAs(world)
    await world.application.execute(signIn, ada.actor, credentials, visit().facts)
    expect(await world.store.authenticate(ada.token)).toBeNull()
  })

  it('is out of reach of the role that serves the companies', async () => {
    await expect(world.db.app('operators').select()).rejects.toThrow(/permission denied/)
    await expect(world.db.app('operator_sessions').select()).rejects.toThrow(/permission denied/)
    await expect(world.db.app('sign_in_attempts').select()).rejects.toThrow(/permission denied/)
  })
})
