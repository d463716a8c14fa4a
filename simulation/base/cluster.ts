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
  /** Who is told of each statement of the product. */
  tellStatements(told: (sql: string) => void): void
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
  const { app: appPassword, system: systemPassword } = cluster.passwords
  const at = (user: string, password: string, max: number) =>
    withPlansKept(connect(planningOnce(withCredentials(url, user, password)), { max, silent: true }))
  const app = at(APP_ROLE, appPassword, 2)
  const system = at(SYSTEM_ROLE, systemPassword, 2)
  const owner = withPlansKept(
    connect(planningOnce(named(cluster.superuserUrl, name)), { max: 1, silent: true }),
  )
  const database = createDatabase({ app, system })
  let told: (sql: string) => void = () => {}
  for (const each of [app, system]) each.on('query', ({ sql }: { sql: string }) => told(sql))
  return {
    database,
    owner,
    tellStatements(from) {
      told = from
    },
    async close() {
      await Promise.all([database.close(), owner.destroy()])
    },
  }
}

const planningOnce = (url: string): string => {
  const parsed = new URL(url)
  parsed.searchParams.set('options', '-c plan_cache_mode=force_generic_plan')
  return parsed.toString()
}

/** What is asked ten thousand times is planned once for each connection: planning is most of what it costs. */
function withPlansKept(database: Knex): Knex {
  const { driver } = database.client as { driver: Driver }
  class Client extends driver.Client {
    override query(config: unknown, ...rest: unknown[]): unknown {
      return super.query(isOneStatement(config) ? { ...config, name: nameOf(config.text) } : config, ...rest)
    }
  }
  Object.assign(database.client, { driver: { ...driver, Client } })
  return database
}

interface Driver {
  Client: new (...parts: unknown[]) => { query(...asked: unknown[]): unknown }
}

const isOneStatement = (config: unknown): config is { text: string } =>
  typeof config === 'object' &&
  config !== null &&
  'text' in config &&
  typeof config.text === 'string' &&
  /^\s*(with|select|insert|update|delete)\b[^;]*$/i.test(config.text)

const names = new Map<string, string>()

function nameOf(text: string): string {
  const name = names.get(text) ?? `s${names.size}`
  names.set(text, name)
  return name
}
