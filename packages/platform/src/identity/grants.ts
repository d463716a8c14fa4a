import type { Actor } from '../access/actor.ts'
import { peopleHolding } from '../access/holders.ts'
import { permissionsOf, type RoleAudience } from '../access/permissions.ts'
import type { Permission } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'
import { badInput, conflict } from '../problem.ts'
import { cannotGrant } from './refusals.ts'

/**
 * Whoever changes what people may do waits here for the one before, so that each judges the
 * outcome on what is really there. Taken before any row is locked.
 */
export async function lockAccess(trx: Transaction, tenant: string): Promise<void> {
  await trx.raw('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`access:${tenant}`])
}

/** Somebody must be left who can let others in. Asked after the change; refusing rolls it back. */
export async function refuseWithoutAdministrator(trx: Transaction): Promise<void> {
  const left = await peopleHolding(trx, 'user:update')
  if (left.length > 0) return
  throw conflict('last-administrator', 'Nobody would be left who can manage users.')
}

/**
 * A person gives away only what they have. Portal permissions reach no further than the client's
 * own papers and nobody on the provider's side holds them, so managing users is enough for those.
 */
export function refuseUnheld(actor: Actor, audience: RoleAudience, granted: readonly Permission[]): void {
  if (actor.kind !== 'user' || audience === 'portal') return
  const unheld = granted.filter((permission) => !actor.permissions.has(permission))
  if (unheld.length > 0) throw cannotGrant(unheld)
}

export function refuseUnknown(audience: RoleAudience, wanted: readonly string[]): Permission[] {
  const known = [...permissionsOf(audience)].filter((permission) => wanted.includes(permission))
  const unknown = wanted.filter((permission) => !known.some((each) => each === permission))
  if (unknown.length === 0) return known
  throw badInput('Some of these permissions do not exist.', [
    { field: 'permissions', reason: 'unknown_permission', message: unknown.join(', ') },
  ])
}

/** The named roles must exist for this audience, and what they allow must be the actor's to give. */
export async function refuseUngrantableRoles(
  trx: Transaction,
  tenant: string,
  actor: Actor,
  audience: RoleAudience,
  roleIds: readonly string[],
): Promise<void> {
  const found: string[] = await trx('roles')
    .where({ tenant, audience })
    .whereIn('role_id', roleIds)
    .orderBy('role_id')
    .pluck('role_id')
  if (found.length < new Set(roleIds).size) {
    throw badInput('Some of these roles do not exist for this kind of user.', [
      { field: 'roleIds', reason: 'unknown_role', message: 'Choose roles from the list.' },
    ])
  }
  const granted: Permission[] = await trx('role_permissions')
    .where({ tenant })
    .whereIn('role_id', roleIds)
    .distinct('permission')
    .orderBy('permission')
    .pluck('permission')
  refuseUnheld(actor, audience, granted)
}
