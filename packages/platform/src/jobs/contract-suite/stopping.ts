import { describe, expect, it } from 'vitest'
import { TENANT_A } from '../../testing/tenants.ts'
import type { Suite } from '../contract-suite.ts'
import type { JobPayload, RunningJob } from '../runner.ts'
import { gate, stateBecomes } from './waiting.ts'

const tenant = TENANT_A

export function describeStopping(suite: Suite): void {
  describe('starting and stopping', () => {
    finishes(suite)
    givesBack(suite)
    givesBackWhatItJustGot(suite)
    guardsItsStart(suite)
  })
}

function finishes(suite: Suite): void {
  it('lets running work finish before it stops', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const busy = gate()
    let aborted = false
    const handler = async ({ signal }: RunningJob<JobPayload>) => {
      await busy.opened
      aborted = signal.aborted
    }
    runner.registerHandler(kind, handler)
    await runner.start()
    const id = await runner.scheduleJob(kind, { tenant })
    await stateBecomes(runner, id, tenant, 'running')
    const stopped = runner.stop(20)
    busy.open()
    await stopped
    expect((await runner.getJobStatus(id ?? '', tenant))?.state).toBe('done')
    expect(aborted).toBe(false)
  })
}

function givesBack(suite: Suite): void {
  it('aborts what does not finish in time and gives it back, even on its last run', async () => {
    const kind = suite.kind()
    const leaving = suite.runner()
    const attempts: number[] = []
    const handler = async ({ attempt, signal }: RunningJob<JobPayload>) => {
      attempts.push(attempt)
      await new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    }
    leaving.registerHandler(kind, handler, { attempts: 1 })
    await leaving.start()
    const id = await leaving.scheduleJob(kind, { tenant })
    await stateBecomes(leaving, id, tenant, 'running')
    await leaving.stop(0)
    expect((await leaving.getJobStatus(id ?? '', tenant))?.state).toBe('waiting')

    const staying = suite.runner()
    staying.registerHandler(kind, async ({ attempt }) => void attempts.push(attempt), { attempts: 1 })
    await staying.start()
    await stateBecomes(staying, id, tenant, 'done')
    expect(attempts).toEqual([1, expect.any(Number)])
    expect(attempts[1]).toBeGreaterThan(1)
  })
}

function givesBackWhatItJustGot(suite: Suite): void {
  it('gives back what it has only just fetched', async () => {
    const kind = suite.kind()
    const runner = suite.runner()
    const handler = ({ signal }: RunningJob<JobPayload>) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => reject(new Error('aborted')))
      })
    runner.registerHandler(kind, handler, { attempts: 1 })
    const stateOf = async (id: string) => (await runner.getJobStatus(id, tenant))?.state
    // The queue may say "running" a moment before the runner knows; ten tries are sure to meet it.
    for (let round = 0; round < 10; round += 1) {
      await runner.start()
      const id = (await runner.scheduleJob(kind, { tenant })) ?? ''
      while ((await stateOf(id)) !== 'running');
      await runner.stop(0)
      expect(await stateOf(id)).toBe('waiting')
      await runner.cancelJob(id, tenant)
    }
  })
}

function guardsItsStart(suite: Suite): void {
  it('is healthy between its start and its stop, and may start again', async () => {
    const runner = suite.runner()
    expect(await runner.isHealthy()).toBe(false)
    await runner.start()
    expect(await runner.isHealthy()).toBe(true)
    await runner.stop()
    expect(await runner.isHealthy()).toBe(false)
    await runner.start()
    expect(await runner.isHealthy()).toBe(true)
  })

  it('refuses a second handler for a kind, and one that comes too late', async () => {
    const runner = suite.runner()
    runner.registerHandler('test.twice', async () => {})
    expect(() => runner.registerHandler('test.twice', async () => {})).toThrow('two handlers')
    await runner.start()
    expect(() => runner.registerHandler('test.late', async () => {})).toThrow('before the runner starts')
  })

  it('refuses work it cannot keep: before its start and of a kind nobody handles', async () => {
    const runner = suite.runner()
    await expect(runner.scheduleJob('test.none', { tenant })).rejects.toThrow('not started')
    await runner.start()
    await expect(runner.scheduleJob('test.none', { tenant })).rejects.toThrow('test.none')
  })
}
