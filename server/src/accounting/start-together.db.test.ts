import { CYCLE_JOB } from '@tieout/accounting-sync'
import { testClock } from '@tieout/platform/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { connect, createAccountingHost, type AccountingHost } from './testing/accounting-host.ts'
import { anotherNode } from './testing/another-node.ts'

/** As often as three nodes are started at the same instant. */
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 3)

let host: AccountingHost
beforeAll(async () => {
  host = await createAccountingHost({ clock: testClock('2026-03-02T15:00:00.000Z'), isAtRest: true })
  await connect(host)
})
afterAll(() => host.close())

it(
  'three nodes that start at once schedule everything once, and each company one cycle',
  async () => {
    const { owner } = host.test.db
    for (let round = 0; round < ROUNDS; round += 1) {
      await owner('job_schedules').delete()
      await owner('system_job_schedules').delete()
      await owner('accounting_connections').update({ recurring_job_id: null })
      const before = host.test.lines.length
      const nodes = [1, 2, 3].map(() => anotherNode(host, { isAtRest: false }))
      const started = await Promise.allSettled(nodes.map((each) => each.host.start()))
      expect(started.map((each) => each.status)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
      const wrong = host.test.lines
        .slice(before)
        .filter((line) => /"level":(40|50)|"level":"(warn|error)"/.test(line))
      expect(wrong).toEqual([])
      const kinds: string[] = await owner('system_job_schedules').orderBy('kind').pluck('kind')
      expect(kinds).toEqual([...new Set(kinds)])
      expect(kinds).toContain('accounting-schedules')
      const [cycle, ...others] = await owner('job_schedules').where({ kind: CYCLE_JOB })
      expect(others).toEqual([])
      const [connection] = await owner('accounting_connections')
      expect(connection.recurring_job_id).toBe(cycle?.schedule_id)
      for (const each of nodes) await each.host.stop(1)
      await Promise.all(nodes.map((each) => each.close()))
    }
  },
  60_000 + 10_000 * ROUNDS,
)
