/**
 * Three database roles, so that a mistake in our code meets a wall in the database:
 * the owner migrates and serves nothing; `app` serves one tenant at a time under row-level
 * security; `system` crosses tenants, but only on the tables listed in system-access.ts.
 */
export const APP_ROLE = 'tieout_app'
export const SYSTEM_ROLE = 'tieout_system'
