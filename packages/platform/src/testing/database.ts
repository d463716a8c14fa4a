import knex, { type Knex } from 'knex'
import { inject } from 'vitest'
import { connect, withCredentials } from '../db/connect.ts'
import { APP_ROLE, SYSTEM_ROLE } from '../db/roles.ts'
import { createDatabase, type Database } from '../db/tenancy.ts'
import { testPasswords } from './settings.ts'

export interface TestDatabase {
  database: Database
  /** As the superuser, who sees behind the walls: for looking at what happened, never for what the product does. */
  owner: Knex
  app: Knex
  system: Knex
  urls: { owner: string; app: string; system: string }
  close(): Promise<void>
}

const named = (url: string, database: string) => {
  const parsed = new URL(url)
  parsed.pathname = `/${database}`
  return parsed.toString()
}

/** A database of one's own, cloned from the migrated template in a few dozen milliseconds. */
export async function createTestDatabase(options: { max?: number } = {}): Promise<TestDatabase> {
  const template = inject('ownerUrl')
  const templateName = new URL(template).pathname.slice(1)
  const name = `t_${crypto.randomUUID().replaceAll('-', '').slice(0, 20)}`
  const admin = knex({ client: 'pg', connection: named(template, 'postgres'), pool: { min: 0, max: 1 } })
  await admin.raw('create database ?? template ??', [name, templateName])
  await admin.destroy()

  const url = named(template, name)
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
  const admin = knex({
    client: 'pg',
    connection: named(inject('superuserUrl'), 'postgres'),
    pool: { min: 0, max: 1 },
  })
  try {
    await admin.raw('drop database ?? with (force)', [name])
  } finally {
    await admin.destroy()
  }
}
