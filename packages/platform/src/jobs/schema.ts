import type { Knex } from 'knex'
import { PgBoss } from 'pg-boss'
import { APP_ROLE, SYSTEM_ROLE } from '../db/roles.ts'

export const JOB_SCHEMA = 'pgboss'

/** The owner installs and upgrades the queue's schema; the serving roles only work with its rows. */
export async function installJobSchema(ownerUrl: string, owner: Knex): Promise<void> {
  const boss = new PgBoss({ connectionString: ownerUrl, schema: JOB_SCHEMA, supervise: false, schedule: false, max: 1 })
  await boss.start()
  await boss.stop({ graceful: false })
  for (const role of [APP_ROLE, SYSTEM_ROLE]) {
    await owner.raw(`grant usage on schema ${JOB_SCHEMA} to ${role}`)
    await owner.raw(`grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to ${role}`)
    await owner.raw(`grant execute on all functions in schema ${JOB_SCHEMA} to ${role}`)
  }
}
