import type { Knex } from 'knex'
import { inject } from 'vitest'
import { connect, withCredentials } from '../db/connect.ts'
import { APP_ROLE, SYSTEM_ROLE } from '../db/roles.ts'
import { createDatabase, type Database } from '../db/tenancy.ts'
import { asAdmin, named } from './admin.ts'
import { testPasswords } from './settings.ts'

export interface TestDatabase {
  name: string
  database: Database
  /** As the superuser, who sees behind the walls: for looking at what happened, never for what the product does. */
  owner: Knex
  app: Knex
  system: Knex
  urls: { owner: string; app: string; system: string }
  close(): Promise<void>
}

/** A database of one's own, cloned from the migrated template in a few dozen milliseconds. */
export async function createTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const migrated = new URL(inject('ownerUrl')).pathname.slice(1)
  return await cloneOf(migrated, options)
}

/**
 * The same with what `fill` puts into it. Whoever asks first in a run fills it, everybody else clones that: so
 * the name has to say all that it depends on.
 */
export async function createFilledDatabase(
  name: string,
  fill: (db: TestDatabase) => Promise<void>,
  options: { max?: number } = {},
): Promise<TestDatabase> {
  const filled = `${inject('filledPrefix')}${name}`
  await asAdmin(inject('ownerUrl'), async (admin) => {
    // Of two files that ask at once, one waits until the other has filled it.
    await admin.raw('select pg_advisory_lock(hashtext(?))', [filled])
    if (await admin('pg_database').where({ datname: filled }).first('datname')) return
    const db = await createTestDatabase(options)
    await fill(db)
    await Promise.all([db.database.close(), db.owner.destroy()])
    await admin.raw('alter database ?? rename to ??', [db.name, filled])
  })
  return await cloneOf(filled, options)
}

async function cloneOf(template: string, options: { max?: number }): Promise<TestDatabase> {
  const name = `t_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`
  await asAdmin(inject('ownerUrl'), (admin) => admin.raw('create database ?? template ??', [name, template]))

  const url = named(inject('ownerUrl'), name)
  const urls = {
    owner: url,
    app: withCredentials(url, APP_ROLE, testPasswords.app),
    system: withCredentials(url, SYSTEM_ROLE, testPasswords.system),
  }
  const owner = connect(named(inject('superuserUrl'), name), { max: 3 })
  const app = connect(urls.app, { max: options.max ?? 5 })
  const system = connect(urls.system, { max: 3 })
  const database = createDatabase({ app, system })
  return {
    name,
    database,
    owner,
    app,
    system,
    urls,
    async close() {
      await Promise.all([database.close(), owner.destroy()])
      await dropTestDatabase(name)
    },
  }
}

/**
 * As the superuser: PostgreSQL may be cleaning up in there at that very moment, and the owner may not end
 * what the server does by itself.
 */
export async function dropTestDatabase(name: string): Promise<void> {
  await asAdmin(inject('superuserUrl'), (admin) => admin.raw('drop database ?? with (force)', [name]))
}
