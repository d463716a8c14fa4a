import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../access/actor.ts'
import { createBuiltInRoles } from '../access/permissions.ts'
import {
  createRole,
  deleteRole,
  listPermissions,
  listRoles,
  setUserRoles,
  updateRole,
} from '../contract/users.ts'
import { systemIds } from '../ids.ts'
import { TENANT_A } from '../testing/index.ts'
import { ADA, BEN, createIdentity, outcome, run, signInAs, TESS, type Identity } from './testing/world.ts'

let world: Identity
let ada: UserActor
beforeEach(async () => {
  world = await createIdentity()
  ada = (await signInAs(world)).actor
})
afterEach(() => world.close())

const permissionsOf = async (roleId: string) =>
  (await run(world, listRoles, ada, {})).items.find((role) => role.roleId === roleId)?.permissions
const create = (name: string, ...permissions: string[]) => run(world, createRole, ada, { name, permissions })
const change = (actor: UserActor, roleId: string, permissions: string[]) =>
  outcome(run(world, updateRole, actor, { roleId, permissions }))

describe('roles', () => {
  it('come built in, each with how many hold it', async () => {
    const { items } = await run(world, listRoles, ada, { audience: 'msp' })
    expect(items.map((role) => [role.name, role.key, role.holders])).toEqual([
      ['Administrator', 'admin', 1],
      ['Billing administrator', 'billing_admin', 0],
      ['Bookkeeper', 'bookkeeper', 1],
      ['Technician', 'technician', 1],
    ])
  })

  it('are listed page by page', async () => {
    const first = await run(world, listRoles, ada, { limit: 4 })
    const second = await run(world, listRoles, ada, { limit: 4, cursor: first.nextCursor ?? '' })
    expect([...first.items, ...second.items].map((role) => role.key)).toEqual([
      'admin',
      'billing_admin',
      'bookkeeper',
      'portal_admin',
      'portal_viewer',
      'technician',
    ])
  })

  it('choose from a catalogue anybody managing roles can read', async () => {
    const { items } = await run(world, listPermissions, ada, {})
    expect(items).toContainEqual({
      audience: 'msp',
      resource: 'invoice',
      actions: ['read', 'create', 'update', 'finalize', 'void'],
    })
    expect(items).toContainEqual({ audience: 'portal', resource: 'portal_payment', actions: ['create'] })
  })

  it('of a tenant’s own are made, renamed, changed, given, taken and deleted', async () => {
    const role = await create('Dispatcher', 'client:read', 'inbox:read')
    expect(role).toMatchObject({
      name: 'Dispatcher',
      key: null,
      permissions: ['client:read', 'inbox:read'],
      holders: 0,
    })
    const { roleId } = role
    const renamed = await run(world, updateRole, ada, {
      roleId,
      name: 'Desk',
      permissions: ['inbox:read', 'job:read'],
    })
    expect(renamed).toMatchObject({ name: 'Desk', permissions: ['inbox:read', 'job:read'] })
    await run(world, setUserRoles, ada, { userId: TESS, roleIds: [roleId] })
    expect(await outcome(run(world, deleteRole, ada, { roleId }))).toBe('role-in-use')
    await run(world, setUserRoles, ada, { userId: TESS, roleIds: [world.roles.technician] })
    expect(await outcome(run(world, deleteRole, ada, { roleId }))).toBe('done')
    expect(await outcome(run(world, deleteRole, ada, { roleId }))).toBe('not-found')
  })

  it('do not share a name', async () => {
    await create('Desk')
    expect(await outcome(create('Desk'))).toBe('name-taken')
    const { roleId } = await create('Other')
    expect(await outcome(run(world, updateRole, ada, { roleId, name: 'Desk' }))).toBe('name-taken')
  })

  it('cannot allow what does not exist, nor what belongs to the other side', async () => {
    expect(await outcome(create('Odd', 'invoice:shred'))).toBe('bad-input')
    expect(await outcome(create('Odd', 'portal_invoice:read'))).toBe('bad-input')
    const portal = { name: 'Odd', audience: 'portal' as const, permissions: ['invoice:read'] }
    expect(await outcome(run(world, createRole, ada, portal))).toBe('bad-input')
  })

  it('that are built in stay, keep their names, and the administrator keeps every permission', async () => {
    const { admin, technician } = world.roles
    expect(await outcome(run(world, deleteRole, ada, { roleId: technician }))).toBe('built-in-role')
    expect(await outcome(run(world, updateRole, ada, { roleId: technician, name: 'Techie' }))).toBe(
      'built-in-role',
    )
    expect(await change(ada, admin, ['user:read', 'user:update', 'role:read', 'role:update'])).toBe(
      'built-in-role',
    )
    expect(await change(ada, technician, ['client:read', 'inbox:read', 'inbox:update'])).toBe('done')
    expect(await permissionsOf(technician)).toEqual(['client:read', 'inbox:read', 'inbox:update'])
  })

  it('never come to allow what their editor may not do, but may keep what they allowed already', async () => {
    const { bookkeeper } = world.roles
    const editor = await create('Role editor', 'role:read', 'role:update', 'report:read')
    await run(world, setUserRoles, ada, { userId: BEN, roleIds: [editor.roleId] })
    const { actor: ben } = await signInAs(world, { email: 'ben@example.com' })
    const before = (await permissionsOf(bookkeeper)) ?? []
    expect(await change(ben, editor.roleId, [...editor.permissions, 'user:update'])).toBe('cannot-grant')
    expect(await change(ben, bookkeeper, [...before, 'invoice:void'])).toBe('cannot-grant')
    expect(
      await outcome(
        run(world, createRole, ben, { name: 'Back door', permissions: ['role:read', 'user:update'] }),
      ),
    ).toBe('cannot-grant')
    expect(await permissionsOf(bookkeeper)).toEqual(before)
    expect(await change(ben, bookkeeper, [...before, 'role:read'])).toBe('done')
    expect(await change(ben, bookkeeper, ['invoice:read'])).toBe('done')
  })

  it('cannot lose the permission that lets somebody manage users, when it is the last', async () => {
    const chief = await create('Chief', 'user:read', 'user:update', 'role:read', 'role:update')
    await run(world, setUserRoles, ada, { userId: ADA, roleIds: [chief.roleId] })
    expect(await change(ada, chief.roleId, ['user:read', 'role:read', 'role:update'])).toBe(
      'last-administrator',
    )
    expect(await permissionsOf(chief.roleId)).toContain('user:update')
  })

  it('are not given and deleted at the same moment', async () => {
    const { roleId } = await create('Brief')
    const outcomes = await Promise.all([
      outcome(run(world, deleteRole, ada, { roleId })),
      outcome(run(world, setUserRoles, ada, { userId: TESS, roleIds: [roleId] })),
    ])
    expect([
      ['done', 'bad-input'],
      ['role-in-use', 'done'],
    ]).toContainEqual(outcomes)
  })

  it('that are built in can be laid down again without undoing what the tenant changed', async () => {
    await change(ada, world.roles.technician, ['client:read'])
    const again = await world.db.database.withTenant(TENANT_A, (trx) =>
      createBuiltInRoles(trx, TENANT_A, systemIds),
    )
    expect(again).toEqual(world.roles)
    expect(await permissionsOf(world.roles.technician)).toEqual(['client:read'])
  })
})
