import { TENANT_A } from '@tieout/platform/testing'
import type { Books } from './books.ts'

interface Asked {
  sql: string
  bindings: unknown[]
}

/** What the first company's application asks the database in the course of some work. */
export async function statementsOf(books: Books, work: () => Promise<unknown>): Promise<Asked[]> {
  const asked: Asked[] = []
  const note = (query: Asked) => void (/^(begin|commit)/i.test(query.sql) ? 0 : asked.push(query))
  books.db.app.on('query', note)
  await work()
  books.db.app.off('query', note)
  return asked
}

/** How PostgreSQL goes about the statements of some work that read a table, as the application's own role. */
export async function plansOf(books: Books, table: string, work: () => Promise<unknown>): Promise<string> {
  const asked = await statementsOf(books, work)
  return await books.db.database.withTenant(TENANT_A, async (trx) => {
    const plans: string[] = []
    for (const { sql, bindings } of asked.filter((each) => each.sql.includes(`from "${table}"`))) {
      const { rows } = await trx.raw(`explain ${sql.replaceAll(/\$\d+/g, '?')}`, bindings as string[])
      plans.push(...rows.map((row: Record<string, string>) => row['QUERY PLAN']))
    }
    return plans.join('\n')
  })
}
