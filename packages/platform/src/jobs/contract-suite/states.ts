import { describe, expect, it } from 'vitest'
import { plusSeconds } from '../../clock.ts'
import { TENANT_A, TENANT_B } from '../../testing/tenants.ts'
import type { Suite } from '../contract-suite.ts'
import { PermanentJobError, type JobPayload, type RunningJob } from '../runner.ts'
import { gate, stateBecomes } from './waiting.ts'

const tenant = TENANT_A

export function describeStates(suite: Suite): void {
  describe('states', () => {
    tellsEveryState(suite)
    cancels(suite)
    hidesFromOthers(suite)
  })
}

function tellsEveryState(suite: Suite): void {
  it('tells every state a job can be in', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const busy = gate()
    const handler = async ({ payload }: RunningJob<JobPayload & { does?: string }>) => {
      if (payload.does === 'fail') throw new PermanentJobError('no')
      if (payload.does === 'falter') throw new Error('not now')
      if (payload.does === 'take long') await busy.opened
    }
    runner.registerHandler(kind, handler, { concurrency: 1, backoffSeconds: 60 })
    await runner.start()
    const schedule = (does?: string) => runner.scheduleJob(kind, { tenant, does })
    const done = await schedule()
    const failed = await schedule('fail')
    const retrying = await schedule('falter')
    const running = await schedule('take long')
    await stateBecomes(runner, running, tenant, 'running')
    const waiting = await schedule()
    const scheduled = await runner.scheduleJobAt(kind, plusSeconds(suite.world().clock.now(), 60), { tenant })
    const cancelled = await schedule()
    await runner.cancelJob(cancelled ?? '', tenant)

    const ids = { done, failed, retrying, running, waiting, scheduled, cancelled }
    for (const [state, id] of Object.entries(ids)) {
      expect(await runner.getJobStatus(id ?? '', tenant)).toMatchObject({ id, kind, tenant, state })
    }
    expect(await runner.getJobStatus(done ?? '', tenant)).toMatchObject({ attempts: 1, error: null })
    expect(await runner.getJobStatus(failed ?? '', tenant)).toMatchObject({ attempts: 1, error: 'no' })
    expect(await runner.getJobStatus(retrying ?? '', tenant)).toMatchObject({ attempts: 1, error: 'not now' })
    expect(await runner.getJobStatus(waiting ?? '', tenant)).toMatchObject({ attempts: 0, startedAt: null })
    busy.open()
  })
}

function cancels(suite: Suite): void {
  it('calls off what waits, once, and neither what runs nor what is over', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const busy = gate()
    const runs: string[] = []
    const handler = async (job: RunningJob<JobPayload>) => {
      runs.push(job.id)
      await busy.opened
    }
    runner.registerHandler(kind, handler, { concurrency: 1 })
    await runner.start()
    const running = await runner.scheduleJob(kind, { tenant })
    await stateBecomes(runner, running, tenant, 'running')
    const waiting = await runner.scheduleJob(kind, { tenant })
    const next = await runner.scheduleJob(kind, { tenant })
    expect(await runner.cancelJob(waiting ?? '', tenant)).toBe(true)
    expect(await runner.cancelJob(waiting ?? '', tenant)).toBe(false)
    expect(await runner.cancelJob(running ?? '', tenant)).toBe(false)
    busy.open()
    await stateBecomes(runner, next, tenant, 'done')
    expect(await runner.cancelJob(running ?? '', tenant)).toBe(false)
    expect(runs).toEqual([running, next])
  })
}

function hidesFromOthers(suite: Suite): void {
  it('shows and cancels a job for its own tenant alone', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    runner.registerHandler(kind, async () => {})
    await runner.start()
    const tomorrow = plusSeconds(suite.world().clock.now(), 86_400)
    const own = (await runner.scheduleJobAt(kind, tomorrow, { tenant: TENANT_A })) ?? ''
    const crossing = (await runner.scheduleJobAt(kind, tomorrow, { tenant: null })) ?? ''
    for (const [id, stranger] of [
      [own, TENANT_B],
      [own, null],
      [crossing, TENANT_A],
    ] as const) {
      expect(await runner.getJobStatus(id, stranger)).toBeNull()
      expect(await runner.cancelJob(id, stranger)).toBe(false)
    }
    expect((await runner.getJobStatus(own, TENANT_A))?.state).toBe('scheduled')
    expect(await runner.cancelJob(own, TENANT_A)).toBe(true)
    expect(await runner.cancelJob(crossing, null)).toBe(true)
  })
}
