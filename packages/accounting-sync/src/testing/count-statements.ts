import type { Knex } from 'knex'

const NOT_OURS = /^(begin|commit|rollback|savepoint|release|select set_config)/i

/** The statements our code issues while `work` runs; transaction control and the tenant setting left out. */
export async function statementsOf<T>(
  db: Knex,
  work: () => Promise<T>,
): Promise<{ answer: T; statements: string[] }> {
  const statements: string[] = []
  const note = ({ sql }: { sql: string }) => {
    if (!NOT_OURS.test(sql.trim())) statements.push(sql)
  }
  db.on('query', note)
  try {
    return { answer: await work(), statements }
  } finally {
    db.off('query', note)
  }
}
