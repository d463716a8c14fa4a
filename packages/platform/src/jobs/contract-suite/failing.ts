import { describe, expect, it } from 'vitest'
import { TENANT_A } from '../../testing/tenants.ts'
import type { Suite } from '../contract-suite.ts'
import { PermanentJobError, type JobPayload, type RunningJob } from '../runner.ts'
import { stateBecomes } from './waiting.ts'

const tenant = TENANT_A

export function describeFailing(suite: Suite): void {
  describe('failing', () => {
    triesAgain(suite)
    givesUp(suite)
    keepsGoing(suite)
  })
}

function triesAgain(suite: Suite): void {
  it('tries again after growing pauses, and then counts the job as failed', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const runs: { attempt: number; at: number }[] = []
    const handler = async ({ attempt }: RunningJob<JobPayload>) => {
      runs.push({ attempt, at: performance.now() })
      throw new Error(`the ledger is closed (${attempt})`)
    }
    runner.registerHandler(kind, handler, { attempts: 3, backoffSeconds: 1 })
    await runner.start()
    const id = await runner.scheduleJob(kind, { tenant })
    await stateBecomes(runner, id, tenant, 'failed')
    expect(runs.map(({ attempt }) => attempt)).toEqual([1, 2, 3])
    const [first, second, third] = runs.map(({ at }) => at)
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(990)
    expect(Number(third) - Number(second)).toBeGreaterThanOrEqual(1990)
    expect(await runner.getJobStatus(id ?? '', tenant)).toMatchObject({
      attempts: 3,
      error: 'the ledger is closed (3)',
    })
  })

  it('aborts a run that takes too long, and tries again', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    let aborted = 0
    const handler = async ({ attempt, signal }: RunningJob<JobPayload>) => {
      if (attempt > 1) return
      await new Promise<void>((resolve) => {
        signal.addEventListener('abort', () => resolve())
      })
      aborted += 1
    }
    runner.registerHandler(kind, handler, { timeoutSeconds: 1, backoffSeconds: 1 })
    await runner.start()
    const id = await runner.scheduleJob(kind, { tenant })
    await stateBecomes(runner, id, tenant, 'done')
    expect(aborted).toBe(1)
    expect((await runner.getJobStatus(id ?? '', tenant))?.attempts).toBe(2)
  })
}

function givesUp(suite: Suite): void {
  it.each([
    ['a permanent error', new PermanentJobError('no such company')],
    ['an error its handler calls permanent', new TypeError('no such company')],
  ])('fails at once on %s', async (_, error) => {
    const kind = suite.kind()
    const runner = suite.runner()
    let runs = 0
    const handler = async () => {
      runs += 1
      throw error
    }
    const isPermanent = (each: unknown) => each instanceof TypeError
    runner.registerHandler(kind, handler, { backoffSeconds: 1, isPermanent })
    await runner.start()
    const id = await runner.scheduleJob(kind, { tenant })
    await stateBecomes(runner, id, tenant, 'failed')
    expect(runs).toBe(1)
    expect((await runner.getJobStatus(id ?? '', tenant))?.error).toBe('no such company')
  })

  it('keeps the message of an error that the database could not store as it is', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    runner.registerHandler(kind, () => Promise.reject(new PermanentJobError('bad \u0000 byte')))
    await runner.start()
    const id = await runner.scheduleJob(kind, { tenant })
    await stateBecomes(runner, id, tenant, 'failed')
    expect((await runner.getJobStatus(id ?? '', tenant))?.error).toBe('bad  byte')
  })
}

function keepsGoing(suite: Suite): void {
  it('goes on with other jobs when a handler throws', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const handler = async ({ payload }: RunningJob<JobPayload & { bad: boolean }>) => {
      if (payload.bad) throw new Error('bad one')
    }
    runner.registerHandler(kind, handler, { attempts: 1, concurrency: 1 })
    await runner.start()
    const bad = await runner.scheduleJob(kind, { tenant, bad: true })
    const good = await runner.scheduleJob(kind, { tenant, bad: false })
    await stateBecomes(runner, bad, tenant, 'failed')
    await stateBecomes(runner, good, tenant, 'done')
  })
}
