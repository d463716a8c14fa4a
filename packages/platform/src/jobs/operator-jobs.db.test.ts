import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { OperatorActor, UserActor } from '../access/actor.ts'
import * as contract from '../contract/jobs.ts'
import { TENANT_A, TENANT_B } from '../testing/index.ts'
import { dataOf, openJobsScreen, type JobsScreen } from './testing/jobs-screen.ts'

const operator: OperatorActor = {
  kind: 'operator',
  operatorId: 'o',
  displayName: 'Olga',
  email: 'o@example.com',
  locale: 'en',
  sessionId: 's',
}

let screen: JobsScreen
beforeEach(async () => {
  screen = await openJobsScreen()
})
afterEach(() => screen.close())

describe('the operator’s list', () => {
  it('shows failed and stuck jobs of all tenants with their names, and nothing that is well', async () => {
    const failed = await screen.failedJob(TENANT_A)
    await screen.db.owner.raw(`select pgboss.create_queue('gone', '{"policy": "short"}')`)
    const running = {
      state: 'active',
      started_on: screen.db.owner.fn.now(),
      expire_seconds: 300,
      heartbeat_seconds: 30,
    }
    const ago = (text: string) => screen.db.owner.raw('now() - ?::interval', [text])
    const silent = await screen.insertJob({
      ...running,
      data: dataOf(TENANT_B),
      heartbeat_on: ago('5 minutes'),
    })
    const overdue = await screen.insertJob({
      state: 'created',
      data: dataOf(null),
      name: 'gone',
      start_after: ago('1 hour'),
    })
    await screen.insertJob({ ...running, data: dataOf(TENANT_A), heartbeat_on: screen.db.owner.fn.now() })
    await screen.insertJob({ state: 'created', data: dataOf(TENANT_A), name: 'gone' })
    await screen.insertJob({ state: 'completed', data: dataOf(TENANT_A) })
    const { items } = await screen.application.execute(contract.listTroubledJobs, operator, {})
    const told = items.map(({ jobId, trouble, tenantName }) => ({ jobId, trouble, tenantName }))
    expect(told).toEqual([
      { jobId: overdue, trouble: 'overdue', tenantName: null },
      { jobId: silent, trouble: 'silent', tenantName: 'Birch' },
      { jobId: failed, trouble: 'failed', tenantName: 'Alder' },
    ])
    const first = await screen.application.execute(contract.listTroubledJobs, operator, { limit: 1 })
    const rest = await screen.application.execute(contract.listTroubledJobs, operator, {
      cursor: first.nextCursor ?? '',
    })
    expect([...first.items, ...rest.items]).toEqual(items)
  })

  it('is refused to people of a tenant', async () => {
    const person: UserActor = {
      kind: 'user',
      audience: 'msp',
      tenant: TENANT_A,
      userId: 'u',
      displayName: 'Una',
      email: 'u@example.com',
      locale: 'en',
      roleIds: [],
      permissions: new Set(['job:read', 'job:update']),
      clientId: null,
      sessionId: 's',
    }
    await expect(screen.application.execute(contract.listTroubledJobs, person, {})).rejects.toMatchObject({
      status: 403,
    })
    await expect(screen.application.execute(contract.listJobs, person, {})).resolves.toMatchObject({
      items: [],
    })
  })
})
