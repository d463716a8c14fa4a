import type { Knex } from 'knex'
import type { Trx } from '../host.ts'

const NOT_OURS = /^(begin|commit|rollback|savepoint|release|select set_config)/i

interface Statement {
  sql: string
  bindings: Knex.RawBinding[]
}

/** The statements our code issues while `work` runs; transaction control and the tenant setting left out. */
export async function statementsOf<T>(
  db: Knex,
  work: () => Promise<T>,
): Promise<{ answer: T; statements: Statement[] }> {
  const statements: Statement[] = []
  const note = ({ sql, bindings }: Statement) => {
    if (!NOT_OURS.test(sql.trim())) statements.push({ sql, bindings })
  }
  db.on('query', note)
  try {
    return { answer: await work(), statements }
  } finally {
    db.off('query', note)
  }
}

/** How the database goes about the one statement that `work` issues, having run it. */
export async function planOf(trx: Trx, work: () => Promise<unknown>): Promise<string> {
  const { statements } = await statementsOf(trx, work)
  const [statement] = statements
  if (statement === undefined || statements.length > 1) throw new Error('a plan is of one statement')
  const { rows }: { rows: { 'QUERY PLAN': string }[] } = await trx.raw(
    `explain (analyze, costs off, timing off) ${statement.sql.replaceAll(/\$\d+/g, '?')}`,
    statement.bindings,
  )
  return rows.map((row) => row['QUERY PLAN']).join('\n')
}

/** Rows that any step of a plan came across, those it threw away among them. */
export const rowsRead = (plan: string): number =>
  [...plan.matchAll(/actual rows=([\d.]+) loops=(\d+)/g)]
    .map(([, rows, loops]) => Number(rows) * Number(loops))
    .concat([...plan.matchAll(/Rows Removed by \w+(?: \w+)*: (\d+)/g)].map(([, rows]) => Number(rows)))
    .reduce((most, each) => Math.max(most, each), 0)
