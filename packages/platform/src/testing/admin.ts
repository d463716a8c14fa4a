import knex, { type Knex } from 'knex'

/** On one connection, beside the databases of the tests; its session ends with the work. */
export async function asAdmin(url: string, work: (admin: Knex) => Promise<unknown>): Promise<void> {
  const admin = knex({ client: 'pg', connection: named(url, 'postgres'), pool: { min: 0, max: 1 } })
  try {
    await work(admin)
  } finally {
    await admin.destroy()
  }
}

/** The same server, another database. */
export const named = (url: string, database: string) => {
  const parsed = new URL(url)
  parsed.pathname = `/${database}`
  return parsed.toString()
}
