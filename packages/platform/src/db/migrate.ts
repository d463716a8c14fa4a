import knex, { type Knex } from 'knex'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'
import { installJobSchema } from '../jobs/schema.ts'
import { APP_ROLE, SYSTEM_ROLE } from './roles.ts'

interface Migration {
  up(db: Knex): Promise<void>
  down(db: Knex): Promise<void>
}

export interface MigrateOptions {
  ownerUrl: string
  directory: string
  /** Passwords the two serving roles sign in with. */
  rolePasswords: { app: string; system: string }
  onProgress?: (line: string) => void
}

export class MigrationFailed extends Error {
  constructor(name: string, cause: unknown) {
    super(`Migration ${name} failed and nothing was changed: ${reason(cause)}`, { cause })
    this.name = 'MigrationFailed'
  }
}

const reason = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))

/** Brings the database to the newest shape: all pending migrations in one transaction, or none. */
export async function migrate(options: MigrateOptions): Promise<string[]> {
  const owner = knex({ client: 'pg', connection: options.ownerUrl, pool: { min: 0, max: 2 } })
  try {
    await ensureRoles(owner, options.rolePasswords)
    const applied = await runPending(owner, options.directory)
    for (const name of applied) options.onProgress?.(name)
    await installJobSchema(options.ownerUrl, owner)
    return applied
  } finally {
    await owner.destroy()
  }
}

/** Undoes the last batch; for development and for the test that every migration can go down. */
export async function rollbackAll(ownerUrl: string, directory: string): Promise<void> {
  const owner = knex({ client: 'pg', connection: ownerUrl, pool: { min: 0, max: 2 } })
  try {
    const source = await readMigrations(directory)
    await owner.transaction((trx) => trx.migrate.rollback({ migrationSource: source }, true))
  } finally {
    await owner.destroy()
  }
}

async function runPending(owner: Knex, directory: string): Promise<string[]> {
  let current = ''
  const source = await readMigrations(directory, (name) => (current = name))
  try {
    return await owner.transaction(async (trx) => {
      // Two servers starting at once must not migrate twice; the loser waits and finds nothing to do.
      await trx.raw('select pg_advisory_xact_lock(7304219)')
      const outcome: unknown = await trx.migrate.latest({ migrationSource: source })
      return z.tuple([z.number(), z.array(z.string())]).parse(outcome)[1]
    })
  } catch (cause) {
    throw new MigrationFailed(current || 'set-up', cause)
  }
}

async function readMigrations(directory: string, onRun?: (name: string) => void) {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.ts')).toSorted()
  return {
    getMigrations: async () => names,
    getMigrationName: (name: string) => name.replace(/\.ts$/, ''),
    async getMigration(name: string): Promise<Migration> {
      const module: Migration = await import(pathToFileURL(join(directory, name)).href)
      return {
        up(db) {
          onRun?.(name)
          return module.up(db)
        },
        down: (db) => module.down(db),
      }
    },
  }
}

/** Creates the serving roles, or gives them the password of this installation. */
async function ensureRoles(owner: Knex, passwords: MigrateOptions['rolePasswords']): Promise<void> {
  const { rows } = await owner.raw(`select current_setting('server_version_num')::int >= 170000 as bounded`)
  for (const [role, password] of [
    [APP_ROLE, passwords.app],
    [SYSTEM_ROLE, passwords.system],
  ] as const) {
    const found = await owner('pg_roles').where({ rolname: role }).first('rolname')
    const quoted = password.replaceAll("'", "''")
    // A new role can do nothing but sign in; an existing one is only given this password.
    await owner.raw(`${found ? 'alter' : 'create'} role ${role} login password '${quoted}'`)
    // The audit's sealer relies on no transaction staying open for longer than its grace period.
    if (rows[0].bounded) await owner.raw(`alter role ${role} set transaction_timeout = '90s'`)
  }
}
