import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../access/actor.ts'
import {
  deactivateUser,
  getUser,
  listUsers,
  reactivateUser,
  setUserRoles,
  updateRole,
} from '../contract/users.ts'
import type { InputOf } from '../contract/use-case.ts'
import { TENANT_A, TENANT_B } from '../testing/index.ts'
import {
  ADA,
  addTwinCompany,
  BEN,
  createIdentity,
  outcome,
  PIA,
  run,
  signInAs,
  TESS,
  type Identity,
} from './testing/world.ts'

let world: Identity
let ada: UserActor
beforeEach(async () => {
  world = await createIdentity()
  ada = (await signInAs(world)).actor
})
afterEach(() => world.close())

const setRoles = (actor: UserActor, userId: string, ...roleIds: string[]) =>
  outcome(run(world, setUserRoles, actor, { userId, roleIds }))
const deactivate = (actor: UserActor, userId: string) =>
  outcome(run(world, deactivateUser, actor, { userId }))

async function secondAdministrator(): Promise<UserActor> {
  await setRoles(ada, BEN, world.roles.admin)
  return (await signInAs(world, { email: 'ben@example.com' })).actor
}

const administratorsLeft = () =>
  world.db
    .system('users as u')
    .join('user_roles as ur', (on) => on.on('ur.tenant', 'u.tenant').on('ur.user_id', 'u.user_id'))
    .where({ 'u.tenant': TENANT_A, 'u.status': 'active', 'ur.role_id': world.roles.admin })
    .select('u.user_id')

describe('the list of users', () => {
  const names = async (input: InputOf<typeof listUsers>) =>
    (await run(world, listUsers, ada, input)).items.map((user) => user.displayName)

  it('goes by name, page by page, without gap or repetition', async () => {
    const first = await run(world, listUsers, ada, { limit: 3 })
    expect(first.items.map((user) => user.displayName)).toEqual(['Ada Admin', 'Ben Books', 'Pia Payer'])
    const second = await run(world, listUsers, ada, { limit: 3, cursor: first.nextCursor ?? '' })
    expect(second.items.map((user) => user.displayName)).toEqual(['Tess Tech'])
    expect(second.nextCursor).toBeNull()
  })

  it('finds people by how their name or address begins, in any case', async () => {
    expect(await names({ search: 'BEN b' })).toEqual(['Ben Books'])
    expect(await names({ search: 'tess@' })).toEqual(['Tess Tech'])
    expect(await names({ search: 'ooks' })).toEqual([])
    expect(await names({ search: '%' })).toEqual([])
  })

  it('searches through its indexes, since row-level security would make LIKE read the whole table', async () => {
    await world.db.database.withTenant(TENANT_A, (trx) =>
      trx.raw(
        `insert into users (tenant, user_id, audience, email, email_lower, display_name, display_name_lower,
                            status, locale, created_at, updated_at)
         select tenant, lpad(to_hex(n), 32, '0')::uuid, 'msp', n || '@example.com', n || '@example.com',
                'Person ' || n, 'person ' || n, 'active', 'en', created_at, created_at
           from tenants, generate_series(1, 5000) as n`,
      ),
    )
    await world.db.owner.raw('analyze users')
    const statements: string[] = []
    world.db.app.on('query', ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
      if (sql.includes('~>=~'))
        statements.push(world.db.app.raw(sql.replaceAll(/\$\d+/g, '?'), bindings as string[]).toQuery())
    })
    expect(await names({ search: 'ben' })).toEqual(['Ben Books'])
    const plan = await world.db.database.withTenant(TENANT_A, (trx) => trx.raw(`explain ${statements[0]}`))
    const text = JSON.stringify(plan.rows)
    expect(text).toMatch(/Index Cond:[^"]*display_name_lower ~>=~/)
    expect(text).toMatch(/Index Cond:[^"]*email_lower ~>=~/)
    expect(text).not.toContain('Seq Scan on users')
  })

  it('is narrowed by status and side', async () => {
    await deactivate(ada, BEN)
    expect(await names({ status: 'inactive' })).toEqual(['Ben Books'])
    expect(await names({ audience: 'portal' })).toEqual(['Pia Payer'])
    expect(await names({ status: 'active', audience: 'msp' })).toEqual(['Ada Admin', 'Tess Tech'])
  })

  it('shows nobody of another company, though ids and addresses are the same', async () => {
    await addTwinCompany(world)
    await world.db.database.withTenant(TENANT_B, (trx) =>
      trx('users').where({ user_id: BEN }).update({ display_name: 'Other Ben' }),
    )
    expect((await run(world, listUsers, ada, {})).items).toHaveLength(4)
    expect(await run(world, getUser, ada, { userId: BEN })).toMatchObject({ displayName: 'Ben Books' })
  })

  it('refuses a cursor that is not ours', async () => {
    expect(await outcome(run(world, listUsers, ada, { cursor: 'eyJ4IjoxfQ' }))).toBe('bad-input')
  })

  it('is closed to those without the right', async () => {
    const { actor } = await signInAs(world, { email: 'tess@example.com' })
    expect(await outcome(run(world, listUsers, actor, {}))).toBe('not-allowed')
    expect(await deactivate(actor, ADA)).toBe('not-allowed')
  })
})

describe('the last administrator', () => {
  it('cannot deactivate themselves, nor be deactivated, nor lose the role', async () => {
    expect(await deactivate(ada, ADA)).toBe('yourself')
    expect(await setRoles(ada, ADA, world.roles.technician)).toBe('last-administrator')
    const ben = await secondAdministrator()
    expect(await deactivate(ben, ADA)).toBe('done')
    expect(await setRoles(ben, BEN, world.roles.technician)).toBe('last-administrator')
    expect(await administratorsLeft()).toHaveLength(1)
  })

  it('is still there when two administrators deactivate each other at the same moment', async () => {
    for (let round = 0; round < 5; round += 1) {
      const ben = await secondAdministrator()
      const outcomes = await Promise.all([deactivate(ada, BEN), deactivate(ben, ADA)])
      expect(outcomes.toSorted()).toEqual(['done', 'last-administrator'])
      expect(await administratorsLeft()).toHaveLength(1)
      const [left, gone, back] = outcomes[0] === 'done' ? [ada, BEN, ada] : [ben, ADA, undefined]
      await run(world, reactivateUser, left, { userId: gone })
      ada = back ?? (await signInAs(world)).actor
    }
  })

  it('is still there when two administrators take the role from each other at the same moment', async () => {
    const { admin, technician } = world.roles
    const ben = await secondAdministrator()
    for (let round = 0; round < 5; round += 1) {
      const outcomes = await Promise.all([setRoles(ada, BEN, technician), setRoles(ben, ADA, technician)])
      expect(outcomes.toSorted()).toEqual(['done', 'last-administrator'])
      expect(await administratorsLeft()).toHaveLength(1)
      await (outcomes[0] === 'done' ? setRoles(ada, BEN, admin) : setRoles(ben, ADA, admin))
    }
  })

  it('may be anybody who can manage users, whatever the role is called', async () => {
    const { bookkeeper } = world.roles
    await run(world, updateRole, ada, { roleId: bookkeeper, permissions: ['user:read', 'user:update'] })
    expect(await setRoles(ada, ADA, world.roles.technician)).toBe('done')
    const { actor: ben } = await signInAs(world, { email: 'ben@example.com' })
    expect(await setRoles(ben, BEN, world.roles.technician)).toBe('cannot-grant')
    expect(await deactivate(ben, TESS)).toBe('done')
  })
})

describe('giving roles', () => {
  it('never gives what the giver does not have', async () => {
    await run(world, updateRole, ada, {
      roleId: world.roles.bookkeeper,
      permissions: ['user:read', 'user:update'],
    })
    const { actor: ben } = await signInAs(world, { email: 'ben@example.com' })
    expect(await setRoles(ben, TESS, world.roles.technician, world.roles.admin)).toBe('cannot-grant')
    expect(await setRoles(ben, BEN, world.roles.bookkeeper, world.roles.admin)).toBe('cannot-grant')
    expect(await setRoles(ben, TESS, world.roles.technician, world.roles.bookkeeper)).toBe('done')
    expect(await setRoles(ben, PIA, world.roles.portal_viewer)).toBe('done')
  })

  it('mixes the two sides for nobody', async () => {
    expect(await setRoles(ada, PIA, world.roles.admin)).toBe('bad-input')
    expect(await setRoles(ada, TESS, world.roles.portal_admin)).toBe('bad-input')
  })

  it('is audited with what was before and what is now', async () => {
    await setRoles(ada, TESS, world.roles.bookkeeper)
    const event = await world.db.system('audit_events').where({ action: 'user.roles_set' }).first()
    expect(event).toMatchObject({
      actor_id: ADA,
      entity_id: TESS,
      before: { roles: [{ name: 'Technician' }] },
      after: { roles: [{ name: 'Bookkeeper' }] },
    })
  })
})
