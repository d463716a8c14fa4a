import type { Permission } from '../contract/use-case.ts'
import type { Transaction } from '../db/tenancy.ts'
import type { Ids } from '../ids.ts'

/** Everything a role can allow, resource by resource. A role of one audience holds only its own column. */
const catalogue = {
  msp: {
    client: ['read', 'create', 'update'],
    billing_settings: ['read', 'update'],
    invoice: ['read', 'create', 'update', 'finalize', 'void'],
    payment: ['read', 'create', 'reverse'],
    credit: ['read', 'create', 'apply'],
    inbox: ['read', 'update', 'create', 'manage'],
    job: ['read', 'update'],
    mail: ['read', 'update'],
    audit: ['read'],
    user: ['read', 'update'],
    role: ['read', 'update'],
    settings: ['read', 'update'],
    report: ['read'],
  },
  portal: {
    portal_invoice: ['read'],
    portal_payment: ['create'],
    portal_profile: ['read'],
  },
} as const

type PermissionsOf<C extends Record<string, readonly string[]>> = {
  [R in keyof C & string]: `${R}:${C[R][number]}`
}[keyof C & string]
type MspPermission = PermissionsOf<typeof catalogue.msp>
type PortalPermission = PermissionsOf<typeof catalogue.portal>

export type RoleAudience = keyof typeof catalogue

export interface CatalogueEntry {
  audience: RoleAudience
  resource: string
  actions: readonly string[]
}

const entriesOf = (audience: RoleAudience): CatalogueEntry[] =>
  Object.entries(catalogue[audience]).map(([resource, actions]) => ({ audience, resource, actions }))

export const permissionCatalogue: readonly CatalogueEntry[] = [...entriesOf('msp'), ...entriesOf('portal')]

export function permissionsOf(audience: RoleAudience): ReadonlySet<Permission> {
  return new Set(
    entriesOf(audience).flatMap(({ resource, actions }) =>
      actions.map((action): Permission => `${resource}:${action}`),
    ),
  )
}

export type BuiltInRoleKey =
  'admin' | 'billing_admin' | 'bookkeeper' | 'technician' | 'portal_admin' | 'portal_viewer'

interface BuiltInRole {
  key: BuiltInRoleKey
  audience: RoleAudience
  name: string
  permissions: readonly Permission[]
}

const mspRole = (key: BuiltInRoleKey, name: string, permissions: readonly MspPermission[]): BuiltInRole => ({
  key,
  audience: 'msp',
  name,
  permissions,
})
const portalRole = (
  key: BuiltInRoleKey,
  name: string,
  permissions: readonly PortalPermission[],
): BuiltInRole => ({ key, audience: 'portal', name, permissions })

/** What every tenant starts with. A tenant may change all of them but the first. */
export const builtInRoles: readonly BuiltInRole[] = [
  { key: 'admin', audience: 'msp', name: 'Administrator', permissions: [...permissionsOf('msp')] },
  mspRole('billing_admin', 'Billing administrator', [
    'client:read',
    'client:create',
    'client:update',
    'billing_settings:read',
    'billing_settings:update',
    'invoice:read',
    'invoice:create',
    'invoice:update',
    'invoice:finalize',
    'invoice:void',
    'payment:read',
    'payment:create',
    'payment:reverse',
    'credit:read',
    'credit:create',
    'credit:apply',
    'inbox:read',
    'inbox:update',
    'inbox:create',
    'inbox:manage',
    'job:read',
    'audit:read',
    'settings:read',
    'report:read',
  ]),
  mspRole('bookkeeper', 'Bookkeeper', [
    'client:read',
    'billing_settings:read',
    'invoice:read',
    'payment:read',
    'credit:read',
    'inbox:read',
    'report:read',
  ]),
  mspRole('technician', 'Technician', ['client:read', 'inbox:read']),
  portalRole('portal_admin', 'Portal administrator', [
    'portal_invoice:read',
    'portal_payment:create',
    'portal_profile:read',
  ]),
  portalRole('portal_viewer', 'Portal viewer', ['portal_invoice:read', 'portal_profile:read']),
]

/**
 * Gives a tenant its built-in roles and answers their ids. Run again it adds what is missing and
 * leaves alone what the tenant has changed since.
 */
export async function createBuiltInRoles(
  trx: Transaction,
  tenant: string,
  ids: Ids,
): Promise<Record<BuiltInRoleKey, string>> {
  const created: { role_id: string; key: string }[] = await trx('roles')
    .insert(
      builtInRoles.map(({ key, audience, name }) => ({ tenant, role_id: ids.uuid(), key, audience, name })),
    )
    .onConflict(['tenant', 'key'])
    .ignore()
    .returning(['role_id', 'key'])
  const granted = created.flatMap(({ role_id, key }) =>
    (builtInRoles.find((role) => role.key === key)?.permissions ?? []).map((permission) => ({
      tenant,
      role_id,
      permission,
    })),
  )
  if (granted.length > 0) await trx('role_permissions').insert(granted)
  const rows: { role_id: string; key: BuiltInRoleKey }[] = await trx('roles')
    .where({ tenant })
    .whereNotNull('key')
    .orderBy('key')
    .select('role_id', 'key')
  return Object.fromEntries(rows.map((row) => [row.key, row.role_id])) as Record<BuiltInRoleKey, string>
}
