import type { Knex } from 'knex'

/**
 * How a host keeps tenants apart. The module creates its tables and hands each to the host, which puts
 * it behind its own wall and grants the right to read and write.
 */
export type Protect = (db: Knex, table: string, rights: { app: Right[]; system?: Right[] }) => Promise<void>

export type Right = 'select' | 'insert' | 'update' | 'delete'
