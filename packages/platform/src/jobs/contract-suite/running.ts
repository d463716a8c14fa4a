import { describe, expect, it } from 'vitest'
import { plusSeconds } from '../../clock.ts'
import { TENANT_A, TENANT_B } from '../../testing/tenants.ts'
import type { Suite } from '../contract-suite.ts'
import type { JobPayload, RunningJob } from '../runner.ts'
import { becomes, gate, stateBecomes } from './waiting.ts'

export function describeRunning(suite: Suite): void {
  describe('running', () => {
    runsWhatItIsGiven(suite)
    runsInOrder(suite)
    runsWithTheTransaction(suite)
  })
}

function runsWhatItIsGiven(suite: Suite): void {
  it('runs a job once, with the payload it was given', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const runs: RunningJob<JobPayload>[] = []
    runner.registerHandler(kind, async (job) => void runs.push(job))
    await runner.start()
    const payload = {
      tenant: TENANT_A,
      name: 'Žofie “Ø” 🧾',
      nested: { list: [1, null, 'two'], deep: { yes: true } },
    }
    const id = await runner.scheduleJob(kind, payload)
    await stateBecomes(runner, id, TENANT_A, 'done')
    expect(runs).toHaveLength(1)
    expect(runs[0]).toMatchObject({ id, kind, attempt: 1, payload })
  })

  it('runs each job once when two runners share the work', async () => {
    const kind = suite.kind()
    const runs: string[] = []
    const runners = [suite.runner(), suite.runner()] as const
    for (const runner of runners)
      runner.registerHandler(kind, async (job) => void runs.push(job.id), { concurrency: 4 })
    await Promise.all(runners.map((runner) => runner.start()))
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, at) =>
        runners[at % 2 === 0 ? 0 : 1].scheduleJob(kind, { tenant: TENANT_A }),
      ),
    )
    await Promise.all(ids.map((id) => stateBecomes(runners[0], id, TENANT_A, 'done')))
    expect(runs.toSorted()).toEqual(ids.toSorted())
  })
}

function runsInOrder(suite: Suite): void {
  it('runs a job not before its time', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    let ranAt = 0
    runner.registerHandler(kind, async () => void (ranAt = performance.now()))
    await runner.start()
    const from = performance.now()
    const at = plusSeconds(suite.world().clock.now(), 2)
    const id = await runner.scheduleJobAt(kind, at, { tenant: TENANT_A })
    expect((await runner.getJobStatus(id ?? '', TENANT_A))?.state).toBe('scheduled')
    await stateBecomes(runner, id, TENANT_A, 'done')
    expect(ranAt - from).toBeGreaterThanOrEqual(1990)
  })

  it('runs the more urgent job first', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const busy = gate()
    const order: unknown[] = []
    const handler = async ({ payload }: RunningJob<JobPayload & { name: string }>) => {
      order.push(payload.name)
      if (payload.name === 'first') await busy.opened
    }
    runner.registerHandler(kind, handler, { concurrency: 1 })
    await runner.start()
    const tenant = TENANT_A
    const first = await runner.scheduleJob(kind, { tenant, name: 'first' })
    await stateBecomes(runner, first, tenant, 'running')
    await runner.scheduleJob(kind, { tenant, name: 'usual' })
    await runner.scheduleJob(kind, { tenant, name: 'urgent' }, { priority: 10 })
    busy.open()
    await becomes(() => order, ['first', 'urgent', 'usual'])
  })
}

function runsWithTheTransaction(suite: Suite): void {
  it('has the job once the transaction commits, and not before', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const runs: string[] = []
    runner.registerHandler(kind, async (job) => void runs.push(job.id))
    await runner.start()
    const id = await suite.world().database.withTenant(TENANT_A, async (trx) => {
      const scheduled = await runner.scheduleJob(kind, { tenant: TENANT_A }, { trx })
      expect(await runner.getJobStatus(scheduled ?? '', TENANT_A)).toBeNull()
      return scheduled
    })
    await stateBecomes(runner, id, TENANT_A, 'done')
    expect(runs).toEqual([id])
  })

  it('has no job when the transaction is rolled back', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const runs: string[] = []
    runner.registerHandler(kind, async (job) => void runs.push(job.id))
    await runner.start()
    let id: string | null = null
    const rolledBack = suite.world().database.withTenant(TENANT_A, async (trx) => {
      id = await runner.scheduleJob(kind, { tenant: TENANT_A }, { trx })
      throw new Error('thought better of it')
    })
    await expect(rolledBack).rejects.toThrow('thought better of it')
    expect(await runner.getJobStatus(id ?? '', TENANT_A)).toBeNull()
    const next = await runner.scheduleJob(kind, { tenant: TENANT_B })
    await stateBecomes(runner, next, TENANT_B, 'done')
    expect(runs).toEqual([next])
  })
}
