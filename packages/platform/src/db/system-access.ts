import type { Privilege } from './protect.ts'

/**
 * What crosses tenants, whole: every table the system role may touch, what it may do there, and
 * why. A test compares this list with the database in both directions, so that a new grant is a
 * decision somebody reads here.
 */
export const SYSTEM_ACCESS: Record<string, readonly Privilege[]> = {
  // Which companies there are: sign-in, sweeps, the operator's view; a new company.
  tenants: ['select', 'insert'],
  // Sign-in looks an address up in every company; a session is found by its token alone.
  users: ['select'],
  roles: ['select'],
  role_permissions: ['select'],
  user_roles: ['select'],
  // Looked up on every request, kept alive while used, swept when over.
  sessions: ['select', 'update', 'delete'],
  // Found by the token from the mail, swept when over.
  mail_links: ['select', 'delete'],
  // Failed sign-ins of known accounts are recorded before anybody is inside a tenant.
  audit_events: ['select', 'insert'],
  // The sealer asks who waits and chains tenant after tenant.
  audit_seals: ['select', 'insert'],
  audit_seal_runs: ['select', 'insert'],
  audit_unsealed: ['select', 'insert', 'delete'],
  // One sweep finds what is due in all tenants and moves it on.
  job_schedules: ['select', 'update'],
  // The sweep over what is connected, and whose a company is; the way back from a consent page.
  accounting_connections: ['select'],
  accounting_consents: ['select'],
  // Those who stand above tenants, and what belongs to nobody.
  operators: ['select', 'insert'],
  operator_sessions: ['select', 'insert', 'update', 'delete'],
  sign_in_attempts: ['select', 'insert', 'delete'],
  system_job_schedules: ['select', 'insert', 'update', 'delete'],
}

/** Tables that belong to no tenant. The app role has no right on any of them. */
export const TABLES_OF_NO_TENANT: readonly string[] = [
  'knex_migrations',
  'knex_migrations_lock',
  'operator_sessions',
  'operators',
  'sign_in_attempts',
  'system_job_schedules',
]
