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
  const owner = connectOwner(options.ownerUrl)
  try {
    return await oneAtATime(owner, async () => {
      await ensureRoles(owner, options.rolePasswords)
      const applied = await runPending(owner, options.directory)
      await installJobSchema(options.ownerUrl, owner)
      return applied
    })
  } finally {
    await owner.destroy()
  }
}

/** Undoes everything; for the test that every migration can go down. */
export async function rollbackAll(ownerUrl: string, directory: string): Promise<void> {
  const owner = connectOwner(ownerUrl)
  try {
    const source = await readMigrations(directory)
    await owner.transaction((trx) => trx.migrate.rollback({ migrationSource: source }, true))
  } finally {
    await owner.destroy()
  }
}

/** Two servers that start at once must not migrate twice: the second waits and finds nothing to do. */
async function oneAtATime<T>(owner: Knex, work: () => Promise<T>): Promise<T> {
  return await owner.transaction(async (lock) => {
    await lock.raw('select pg_advisory_xact_lock(7304219)')
    return await work()
  })
}

/** What fails is told by the error we throw; knex would print it as well. */
const silent = { warn() {}, error() {}, debug() {}, deprecate() {} }

const connectOwner = (url: string) =>
  knex({ client: 'pg', connection: url, pool: { min: 0, max: 3 }, log: silent })

async function runPending(owner: Knex, directory: string): Promise<string[]> {
  let current = ''
  const source = await readMigrations(directory, (name) => (current = name))
  try {
    return await owner.transaction(async (trx) => {
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
