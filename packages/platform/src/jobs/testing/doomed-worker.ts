import { systemClock } from '../../clock.ts'
import { connect } from '../../db/connect.ts'
import { createDatabase } from '../../db/tenancy.ts'
import { systemIds } from '../../ids.ts'
import { createLog } from '../../log.ts'
import { createPgBossRunner } from '../pg-boss-runner.ts'

/** A worker process for the test that kills it: says the id of the job it is running, and never ends it. */
const { APP_URL = '', SYSTEM_URL = '' } = process.env
const tenant = process.argv[2] ?? ''
const runner = createPgBossRunner({
  appUrl: APP_URL,
  database: createDatabase({ app: connect(APP_URL), system: connect(SYSTEM_URL) }),
  clock: systemClock,
  ids: systemIds,
  log: createLog({ level: 'silent' }),
  heartbeatSeconds: 10,
  pollSeconds: 0.5,
})
runner.registerHandler('test.doomed', async ({ id }) => {
  process.stdout.write(`${id}\n`)
  await new Promise<void>(() => {})
})
await runner.start()
await runner.scheduleJob('test.doomed', { tenant })
