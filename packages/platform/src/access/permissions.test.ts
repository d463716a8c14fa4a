import { describe, expect, it } from 'vitest'
import { builtInRoles, permissionCatalogue, permissionsOf } from './permissions.ts'

const roleOf = (key: string) => builtInRoles.find((role) => role.key === key)?.permissions ?? []

describe('built-in roles', () => {
  it('hold only permissions of their own side', () => {
    for (const role of builtInRoles) {
      for (const permission of role.permissions) expect(permissionsOf(role.audience)).toContain(permission)
    }
  })

  it('let the administrator do everything on the provider’s side', () => {
    expect(roleOf('admin').toSorted()).toEqual([...permissionsOf('msp')].toSorted())
  })

  it('keep users and roles with the administrator alone', () => {
    const others = builtInRoles.filter((role) => role.key !== 'admin').flatMap((role) => role.permissions)
    expect(others.filter((permission) => /^(user|role):/.test(permission))).toEqual([])
  })

  it('give the technician no sight of money', () => {
    expect(roleOf('technician')).toEqual(['client:read', 'inbox:read'])
  })

  it('let a portal viewer pay nothing', () => {
    expect(roleOf('portal_viewer')).not.toContain('portal_payment:create')
    expect(roleOf('portal_admin')).toContain('portal_payment:create')
  })
})

it('names every permission once', () => {
  const all = permissionCatalogue.flatMap(({ resource, actions }) =>
    actions.map((action) => `${resource}:${action}`),
  )
  expect(new Set(all).size).toBe(all.length)
})
