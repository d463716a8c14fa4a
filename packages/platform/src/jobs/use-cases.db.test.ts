import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import * as contract from '../contract/jobs.ts'
import { encodeCursor } from '../contract/paging.ts'
import type { InputOf } from '../contract/use-case.ts'
import { systemIds } from '../ids.ts'
import { systemActor, TENANT_A, TENANT_B } from '../testing/index.ts'
import { stateBecomes } from './contract-suite/waiting.ts'
import { dataOf, openJobsScreen, type JobsScreen } from './testing/jobs-screen.ts'

const ONE_ID = '11111111-1111-4111-8111-111111111111'
const a = systemActor(TENANT_A)
const b = systemActor(TENANT_B)

let screen: JobsScreen
beforeEach(async () => {
  screen = await openJobsScreen()
})
afterEach(() => screen.close())

const list = (input: InputOf<typeof contract.listJobs> = {}, actor = a) =>
  screen.application.execute(contract.listJobs, actor, input)
const audited = (tenant: string, action: string) =>
  screen.db.database.withTenant(tenant, (trx) =>
    trx('audit_events').where({ action }).orderBy('event_id').pluck('entity_id'),
  )

describe('the list of jobs', () => {
  it('shows a tenant its own jobs, newest first, and nobody else’s', async () => {
    const older = await screen.insertJob({ data: dataOf(TENANT_A), created_on: '2026-03-01T00:00:00Z' })
    const newer = await screen.insertJob({ data: dataOf(TENANT_A), created_on: '2026-03-02T00:00:00Z' })
    await screen.insertJob({ data: dataOf(TENANT_B) })
    await screen.insertJob({ data: dataOf(null) })
    const { items } = await list()
    expect(items.map((job) => job.jobId)).toEqual([newer, older])
    expect(items[0]).toMatchObject({ kind: 'test.fails', state: 'cancelled', attempts: 0, error: null })
  })

  it('keeps jobs of the same id in two tenants apart', async () => {
    await screen.insertJob({ id: ONE_ID, name: 'test.fails', data: dataOf(TENANT_A) })
    await screen.insertJob({ id: ONE_ID, name: 'test.slow', data: dataOf(TENANT_B), state: 'failed' })
    expect((await list({}, a)).items.map((job) => job.kind)).toEqual(['test.fails'])
    expect((await list({}, b)).items.map((job) => job.kind)).toEqual(['test.slow'])
    expect((await screen.application.execute(contract.getJob, a, { jobId: ONE_ID })).kind).toBe('test.fails')
    await expect(screen.application.execute(contract.retryJob, a, { jobId: ONE_ID })).rejects.toMatchObject({
      code: 'job-not-failed',
    })
    expect((await screen.application.execute(contract.getJob, b, { jobId: ONE_ID })).state).toBe('failed')
  })

  it('finds by state, kind, and part of a message, an id or a kind, taken literally', async () => {
    const failed = await screen.failedJob(TENANT_A, 'The 100% rate is_gone')
    const slow = (await screen.runner.scheduleJob('test.slow', { tenant: TENANT_A })) ?? ''
    await stateBecomes(screen.runner, slow, TENANT_A, 'running')
    const found = async (input: InputOf<typeof contract.listJobs>) =>
      (await list(input)).items.map((job) => job.jobId)
    expect(await found({ state: 'failed' })).toEqual([failed])
    expect(await found({ state: 'running' })).toEqual([slow])
    expect(await found({ kind: 'test.slow' })).toEqual([slow])
    expect(await found({ search: '100% RATE' })).toEqual([failed])
    expect(await found({ search: '%' })).toEqual([failed])
    expect(await found({ search: 'is_g' })).toEqual([failed])
    expect(await found({ search: 'isXg' })).toEqual([])
    expect(await found({ search: slow.slice(3, 12).toUpperCase() })).toEqual([slow])
    expect(await found({ search: 'SLOW' })).toEqual([slow])
  })

  it('pages without gaps or repeats through jobs made in the same microsecond, while more arrive', async () => {
    const ids = Array.from({ length: 25 }, () => systemIds.uuid())
    const created_on = '2026-03-02T09:00:00.123456Z'
    await screen.db
      .owner('pgboss.job')
      .insert(
        ids.map((id) => ({ id, name: 'test.fails', state: 'cancelled', data: dataOf(TENANT_A), created_on })),
      )
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { items, nextCursor } = await list({ limit: 10, cursor })
      seen.push(...items.map((job) => job.jobId))
      await screen.insertJob({ data: dataOf(TENANT_A) })
      cursor = nextCursor ?? undefined
    } while (cursor)
    expect(seen.toSorted()).toEqual(ids.toSorted())
  })

  it.each([
    'nonsense',
    encodeCursor(['2026-03-02T09:00:00.000Z']),
    encodeCursor(['soon', ONE_ID]),
    encodeCursor(['2026-03-02T09:00:00.000Z', 'x']),
  ])('refuses the cursor %s', async (cursor) => {
    await expect(list({ cursor })).rejects.toMatchObject({ status: 400 })
  })
})

describe('one job', () => {
  it('is shown with the message of its last failure and no stack', async () => {
    const output = JSON.stringify({
      name: 'Error',
      message: 'handler execution exceeded 300s',
      stack: 'at secret.ts',
    })
    const jobId = await screen.insertJob({ data: dataOf(TENANT_A), state: 'failed', output })
    const job = await screen.application.execute(contract.getJob, a, { jobId })
    expect(job.error).toBe('handler execution exceeded 300s')
    expect(JSON.stringify(job)).not.toContain('secret.ts')
  })

  it('is not found by another tenant, whatever it asks for', async () => {
    const jobId = await screen.failedJob(TENANT_A)
    for (const useCase of [contract.getJob, contract.retryJob, contract.cancelJob]) {
      await expect(screen.application.execute(useCase, b, { jobId })).rejects.toMatchObject({
        code: 'not-found',
      })
    }
    expect((await screen.runner.getJobStatus(jobId, TENANT_A))?.state).toBe('failed')
  })

  it('runs again when a failed one is retried, and the audit says so', async () => {
    const jobId = await screen.failedJob(TENANT_A)
    expect((await screen.application.execute(contract.retryJob, a, { jobId })).state).toBe('waiting')
    await stateBecomes(screen.runner, jobId, TENANT_A, 'done')
    await expect(screen.application.execute(contract.retryJob, a, { jobId })).rejects.toMatchObject({
      code: 'job-not-failed',
      extra: { state: 'done' },
    })
    expect(await audited(TENANT_A, 'job.retried')).toEqual([jobId])
  })

  it('is called off while it waits, not while it runs, and the audit says so', async () => {
    const running = (await screen.runner.scheduleJob('test.slow', { tenant: TENANT_A })) ?? ''
    await stateBecomes(screen.runner, running, TENANT_A, 'running')
    const waiting = (await screen.runner.scheduleJob('test.slow', { tenant: TENANT_A })) ?? ''
    expect((await screen.application.execute(contract.cancelJob, a, { jobId: waiting })).state).toBe(
      'cancelled',
    )
    await expect(screen.application.execute(contract.cancelJob, a, { jobId: running })).rejects.toMatchObject(
      {
        code: 'job-not-waiting',
      },
    )
    expect(await audited(TENANT_A, 'job.cancelled')).toEqual([waiting])
  })
})

describe('schedules', () => {
  const every = (tenant: string, singletonKey: string) =>
    screen.runner.scheduleRecurringJob('test.slow', { everySeconds: 900 }, { tenant }, { singletonKey })

  it('are listed page by page for their own tenant', async () => {
    const ids = [
      await every(TENANT_A, 'first'),
      await every(TENANT_A, 'second'),
      await every(TENANT_A, 'third'),
    ]
    await every(TENANT_B, 'first')
    const one = await screen.application.execute(contract.listSchedules, a, { limit: 2 })
    const two = await screen.application.execute(contract.listSchedules, a, {
      limit: 2,
      cursor: one.nextCursor ?? '',
    })
    expect([...one.items, ...two.items].map((each) => each.scheduleId)).toEqual(ids)
    expect(two.nextCursor).toBeNull()
    expect(one.items[0]).toMatchObject({
      kind: 'test.slow',
      singletonKey: 'first',
      recurrence: { everySeconds: 900 },
      lastRunAt: null,
    })
    await expect(
      screen.application.execute(contract.listSchedules, a, { cursor: encodeCursor(['a', '\u0000']) }),
    ).rejects.toMatchObject({ status: 400 })
  })

  it('make one job when a person asks twice to run one now', async () => {
    const scheduleId = await every(TENANT_A, 'only')
    const other = await screen.runner.scheduleJob('test.slow', { tenant: TENANT_A })
    await stateBecomes(screen.runner, other, TENANT_A, 'running')
    const clicks = [1, 2].map(() => screen.application.execute(contract.runSchedule, a, { scheduleId }))
    const answers = await Promise.all(clicks)
    expect(answers.filter(({ jobId }) => jobId !== null)).toHaveLength(1)
    expect((await list({ state: 'waiting' })).items).toHaveLength(1)
    expect(await audited(TENANT_A, 'schedule.run_requested')).toEqual([scheduleId, scheduleId])
  })

  it('run for their own tenant when two tenants have one of the same id', async () => {
    for (const tenant of [TENANT_A, TENANT_B]) {
      const id = await every(tenant, 'only')
      await screen.db.database.withTenant(tenant, (trx) =>
        trx('job_schedules').where({ schedule_id: id }).update({ schedule_id: ONE_ID }),
      )
    }
    const { jobId } = await screen.application.execute(contract.runSchedule, b, { scheduleId: ONE_ID })
    expect((await list({}, b)).items.map((job) => job.jobId)).toEqual([jobId])
    expect((await list({}, a)).items).toEqual([])
  })

  it('are not run by another tenant', async () => {
    const scheduleId = await every(TENANT_A, 'only')
    await expect(screen.application.execute(contract.runSchedule, b, { scheduleId })).rejects.toMatchObject({
      code: 'not-found',
    })
  })
})
