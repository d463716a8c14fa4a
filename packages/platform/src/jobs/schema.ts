import type { Knex } from 'knex'
import { PgBoss } from 'pg-boss'
import { APP_ROLE, SYSTEM_ROLE } from '../db/roles.ts'

export const JOB_SCHEMA = 'pgboss'

/** The owner installs and upgrades the queue's schema; the serving roles only work with its rows. */
export async function installJobSchema(ownerUrl: string, owner: Knex): Promise<void> {
  const boss = new PgBoss({
    connectionString: ownerUrl,
    schema: JOB_SCHEMA,
    supervise: false,
    schedule: false,
    max: 1,
  })
  await boss.start()
  await boss.stop({ graceful: false })
  await owner.raw(`grant usage on schema ${JOB_SCHEMA} to ${APP_ROLE}, ${SYSTEM_ROLE}`)
  await owner.raw(`grant execute on all functions in schema ${JOB_SCHEMA} to ${APP_ROLE}, ${SYSTEM_ROLE}`)
  // The runner's own connection works as the app role: it fetches, settles and cleans up.
  await owner.raw(`grant select, insert, update, delete on all tables in schema ${JOB_SCHEMA} to ${APP_ROLE}`)
  // The system role enqueues what the sweep finds due, and reads for the operator.
  await owner.raw(`grant select on ${JOB_SCHEMA}.queue to ${SYSTEM_ROLE}`)
  await owner.raw(
    `grant select, insert, update on ${JOB_SCHEMA}.job, ${JOB_SCHEMA}.job_common to ${SYSTEM_ROLE}`,
  )
  await indexForScreens(owner)
}

/** pg-boss looks for the next job only; the Jobs screen pages through a tenant's, the operator's through trouble. */
async function indexForScreens(owner: Knex): Promise<void> {
  await owner.raw(
    `create index if not exists tieout_jobs_of_tenant
       on ${JOB_SCHEMA}.job_common ((data->>'tenant'), created_on desc, id desc)`,
  )
  await owner.raw(
    `create index if not exists tieout_jobs_unfinished
       on ${JOB_SCHEMA}.job_common (created_on desc, id desc) where state not in ('completed', 'cancelled')`,
  )
}
