import {
  APP_ROLE,
  connect,
  createDatabase,
  SYSTEM_ROLE,
  withCredentials,
  type Database,
} from '@tieout/platform'
import knex, { type Knex } from 'knex'

/** A running PostgreSQL with a migrated database in it, from which others are cloned. */
export interface Cluster {
  /** The owner's way to the migrated database. */
  ownerUrl: string
  superuserUrl: string
  passwords: { app: string; system: string }
}

export interface Clone {
  database: Database
  /** As the superuser, who sees behind the walls. */
  owner: Knex
  /** Told of each statement of the product. */
  onStatement(told: (sql: string) => void): void
  close(): Promise<void>
}

const named = (url: string, database: string) =>
  Object.assign(new URL(url), { pathname: `/${database}` }).toString()

export const databaseIn = (url: string): string => new URL(url).pathname.slice(1)

export async function cloneOf(cluster: Cluster, template: string, name: string): Promise<void> {
  await asSuperuser(cluster, (admin) =>
    admin.raw('create database ?? template ?? strategy file_copy', [name, template]).then(() => {}),
  )
}

export const drop = (cluster: Cluster, name: string): Promise<void> =>
  asSuperuser(cluster, (admin) => admin.raw('drop database if exists ?? with (force)', [name]).then(() => {}))

async function asSuperuser(cluster: Cluster, work: (admin: Knex) => Promise<void>): Promise<void> {
  const admin = knex({
    client: 'pg',
    connection: named(cluster.superuserUrl, 'postgres'),
    pool: { min: 0, max: 1 },
  })
  try {
    await work(admin)
  } finally {
    await admin.destroy()
  }
}

/** Signed in as the product's roles. One connection each would do: more than one only serves what nests. */
export function open(cluster: Cluster, name: string): Clone {
  const url = named(cluster.ownerUrl, name)
  const app = connect(withCredentials(url, APP_ROLE, cluster.passwords.app), { max: 2, silent: true })
  const system = connect(withCredentials(url, SYSTEM_ROLE, cluster.passwords.system), {
    max: 2,
    silent: true,
  })
  const owner = connect(named(cluster.superuserUrl, name), { max: 1, silent: true })
  const database = createDatabase({ app, system })
  return {
    database,
    owner,
    onStatement(told) {
      for (const each of [app, system]) each.on('query', ({ sql }: { sql: string }) => told(sql))
    },
    async close() {
      await Promise.all([database.close(), owner.destroy()])
    },
  }
}
