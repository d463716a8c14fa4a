import { describe, expect, it } from 'vitest'
import { plusSeconds } from '../../clock.ts'
import { TENANT_A, TENANT_B } from '../../testing/tenants.ts'
import type { Suite } from '../contract-suite.ts'
import type { IJobRunner, JobPayload, RunningJob } from '../runner.ts'
import { becomes, gate, stateBecomes, type Gate } from './waiting.ts'

const tenant = TENANT_A

export function describeSingletons(suite: Suite): void {
  describe('singleton keys', () => {
    keepOneWaiting(suite)
    keepApart(suite)
    keepTheWakeUp(suite)
  })
}

interface Busy {
  runner: IJobRunner
  kind: string
  /** Names of the jobs begun, in order. */
  begun: unknown[]
  busy: Gate
}

/** A runner with one worker for the kind, busy with a job called `first` of the key `k`. */
async function busyRunner(suite: Suite): Promise<Busy> {
  const kind = suite.kind()
  const runner = suite.runner()
  const begun: unknown[] = []
  const busy = gate()
  const handler = async ({ payload }: RunningJob<JobPayload & { name?: string }>) => {
    begun.push(payload.name)
    if (payload.name === 'first') await busy.opened
  }
  runner.registerHandler(kind, handler, { concurrency: 1 })
  await runner.start()
  const first = await runner.scheduleJob(kind, { tenant, name: 'first' }, { singletonKey: 'k' })
  await stateBecomes(runner, first, tenant, 'running')
  return { runner, kind, begun, busy }
}

function keepOneWaiting(suite: Suite): void {
  it('lets one job wait while another of the key is running, and no more', async () => {
    const { runner, kind, begun, busy } = await busyRunner(suite)
    const options = { singletonKey: 'k' }
    expect(await runner.scheduleJob(kind, { tenant, name: 'second' }, options)).not.toBeNull()
    expect(await runner.scheduleJob(kind, { tenant, name: 'third' }, options)).toBeNull()
    const last = await runner.scheduleJob(kind, { tenant, name: 'last' })
    busy.open()
    await stateBecomes(runner, last, tenant, 'done')
    expect(begun).toEqual(['first', 'second', 'last'])
  })

  it('makes one job of twenty asked for at the same moment', async () => {
    const { runner, kind, busy } = await busyRunner(suite)
    const answers = await Promise.all(
      Array.from({ length: 20 }, () => runner.scheduleJob(kind, { tenant }, { singletonKey: 'race' })),
    )
    expect(answers.filter((id) => id !== null)).toHaveLength(1)
    busy.open()
  })
}

function keepApart(suite: Suite): void {
  it('never takes jobs without a key for the same', async () => {
    const { runner, kind, busy } = await busyRunner(suite)
    const ids = await Promise.all(Array.from({ length: 10 }, () => runner.scheduleJob(kind, { tenant })))
    expect(new Set(ids).size).toBe(10)
    expect(ids).not.toContain(null)
    busy.open()
  })

  it('keeps two tenants with the same key apart, and both from work that crosses tenants', async () => {
    const { runner, kind, begun, busy } = await busyRunner(suite)
    const options = { singletonKey: 'nightly' }
    await runner.scheduleJob(kind, { tenant: TENANT_A, name: 'of A' }, options)
    await runner.scheduleJob(kind, { tenant: TENANT_B, name: 'of B' }, options)
    await runner.scheduleJob(kind, { tenant: null, name: 'of all' }, options)
    busy.open()
    await becomes(() => begun, ['first', 'of A', 'of B', 'of all'])
  })
}

function keepTheWakeUp(suite: Suite): void {
  it('brings a job forward that waits for later under the same key', async () => {
    const { runner, kind, busy } = await busyRunner(suite)
    const options = { singletonKey: 'later' }
    const tomorrow = plusSeconds(suite.world().clock.now(), 86_400)
    const waiting = await runner.scheduleJobAt(kind, tomorrow, { tenant }, options)
    expect(await runner.scheduleJob(kind, { tenant }, options)).toBeNull()
    busy.open()
    await stateBecomes(runner, waiting, tenant, 'done')
  })

  it('holds a waiting job until the transaction that relies on it is through', async () => {
    const { runner, kind, begun, busy } = await busyRunner(suite)
    const waiting = await runner.scheduleJob(kind, { tenant, name: 'waiting' }, { singletonKey: 'k' })
    await suite.world().database.withTenant(tenant, async (trx) => {
      expect(await runner.scheduleJob(kind, { tenant }, { singletonKey: 'k', trx })).toBeNull()
      busy.open()
      // This one was asked for later: were the other free to go, it would have gone first.
      const other = await runner.scheduleJob(kind, { tenant, name: 'other' })
      await stateBecomes(runner, other, tenant, 'done')
      expect(begun).toEqual(['first', 'other'])
    })
    await stateBecomes(runner, waiting, tenant, 'done')
    expect(begun).toEqual(['first', 'other', 'waiting'])
  })
}
