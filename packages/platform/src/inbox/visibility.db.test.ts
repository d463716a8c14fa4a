import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../access/actor.ts'
import {
  assignTask,
  claimTask,
  commentOnTask,
  countTasks,
  getTask,
  listTasks,
  releaseTask,
  resolveTask,
  snoozeTask,
} from '../contract/inbox.ts'
import type { InputOf, Permission, UseCase } from '../contract/use-case.ts'
import { createTestDatabase, insertTenant, TENANT_A, TENANT_B, type TestDatabase } from '../testing/index.ts'
import { draft, hire, openOffice, type Office } from './testing/office.ts'

const inboxOnly: Permission[] = ['inbox:read', 'inbox:update']
const people = {
  maria: ['billing'],
  omar: ['billing', 'night'],
  paula: ['voiding'],
  rita: ['reading'],
  manager: ['managing'],
  blind: ['managingNothing'],
} as const
type Name = keyof typeof people

const tasks = {
  everyones: {},
  billings: { assignTo: { roleKeys: ['billing'] } },
  nights: { assignTo: { roleKeys: ['night'] } },
  paulas: { assignTo: { userIds: ['paula'] } },
  secret: { kind: 'secret_check' },
} as const
type TaskName = keyof typeof tasks

const ofTheKind: TaskName[] = ['everyones', 'billings', 'nights', 'paulas']
const seen: Record<Name, TaskName[]> = {
  maria: ['everyones', 'billings'],
  omar: ['everyones', 'billings', 'nights'],
  // Another of the kind's actions is as good.
  paula: ['everyones', 'paulas'],
  rita: [],
  manager: ofTheKind,
  // Managing the inbox opens nothing one may not act on.
  blind: [],
}

describe('who sees which task', () => {
  let db: TestDatabase
  let office: Office
  let actors: Record<Name, UserActor>
  const ids = {} as Record<TaskName, string>

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
    office = openOffice(db)
    const staff = await hire(
      db.database,
      TENANT_A,
      {
        billing: [...inboxOnly, 'invoice:update'],
        night: ['invoice:update'],
        voiding: [...inboxOnly, 'invoice:void'],
        reading: inboxOnly,
        managing: [...inboxOnly, 'inbox:manage', 'invoice:update'],
        managingNothing: [...inboxOnly, 'inbox:manage'],
      },
      people,
    )
    actors = staff.people
    const assignTo = { paulas: { userIds: [actors.paula.userId] } }
    const names = Object.keys(tasks) as TaskName[]
    const raised = await office.raise(
      ...names.map((name) => draft(name, { ...tasks[name], ...pick(assignTo, name) })),
    )
    names.forEach((name, at) => (ids[name] = raised[at] ?? ''))
  })
  afterAll(() => db.close())

  const pick = (given: Record<string, { userIds: string[] }>, name: string) =>
    given[name] ? { assignTo: given[name] } : {}
  const rows = Object.keys(people) as Name[]

  it.each(rows)('lists for %s what they may act on, and counts the same', async (name) => {
    const list = await office.app.execute(listTasks, actors[name], {})
    expect(list.items.map((task) => task.taskId).toSorted()).toEqual(
      seen[name].map((task) => ids[task]).toSorted(),
    )
    const counts = await office.app.execute(countTasks, actors[name], {})
    expect(counts.open).toBe(seen[name].length)
    expect(counts.byKind).toEqual(
      seen[name].length > 0 ? [{ kind: 'price_check', count: seen[name].length }] : [],
    )
  })

  it.each(rows)('opens for %s what they may act on; the rest does not exist', async (name) => {
    for (const task of Object.keys(tasks) as TaskName[]) {
      const opened = office.app.execute(getTask, actors[name], { taskId: ids[task] })
      if (seen[name].includes(task)) expect((await opened).taskId).toBe(ids[task])
      else await expect(opened).rejects.toMatchObject({ status: 404, code: 'not-found' })
    }
  })

  const everyAction: [string, UseCase, Record<string, unknown>][] = [
    ['claiming', claimTask, {}],
    ['releasing', releaseTask, {}],
    ['snoozing', snoozeTask, { until: '2027-01-01T00:00:00.000Z' }],
    ['commenting', commentOnTask, { text: 'seen' }],
    ['resolving', resolveTask, { action: 'approve', input: { note: 'fair enough' } }],
  ]
  it.each(everyAction)(
    'refuses %s on a task one may not see, and leaves it untouched',
    async (_what, useCase, more) => {
      const input = { taskId: ids.paulas, ...more } as InputOf<typeof useCase>
      await expect(office.app.execute(useCase, actors.maria, input)).rejects.toMatchObject({ status: 404 })
      const events = await db.database.withTenant(TENANT_A, (trx) =>
        trx('inbox_task_events').where({ task_id: ids.paulas }).orderBy('position').pluck('event'),
      )
      expect(events).toEqual(['raised', 'assigned'])
    },
  )

  it('refuses reassigning a task of a kind one may not act on, even to those who manage the inbox', async () => {
    const input = { taskId: ids.everyones, userIds: [actors.maria.userId] }
    await expect(office.app.execute(assignTask, actors.blind, input)).rejects.toMatchObject({ status: 404 })
  })

  it('refuses reassigning to those who do not manage the inbox', async () => {
    const input = { taskId: ids.everyones, userIds: [actors.maria.userId] }
    await expect(office.app.execute(assignTask, actors.maria, input)).rejects.toMatchObject({ status: 403 })
  })

  it('looks again under the lock: who lost the task while waiting for it can no longer resolve it', async () => {
    const [taskId = ''] = await office.raise(
      draft('moving', { assignTo: { userIds: [actors.maria.userId] } }),
    )
    const { resolving } = await db.database.withTenant(TENANT_A, async (trx) => {
      await trx('inbox_tasks').where({ task_id: taskId }).forUpdate().select('task_id')
      const resolving = office.app.execute(resolveTask, actors.maria, {
        taskId,
        action: 'approve',
        input: { note: 'fair enough' },
      })
      resolving.catch(() => {})
      await untilSomeoneWaitsForALock(db)
      await trx('inbox_task_assignees').where({ task_id: taskId }).delete()
      await trx('inbox_task_assignees').insert({
        tenant: TENANT_A,
        task_id: taskId,
        user_id: actors.paula.userId,
      })
      return { resolving }
    })
    await expect(resolving).rejects.toMatchObject({ status: 404 })
  })

  it('does not let one tenant reach a task of another by the same id', async () => {
    const there = openOffice(db, { tenant: TENANT_B })
    await hire(db.database, TENANT_B, { billing: [...inboxOnly, 'invoice:update'] }, { maria: ['billing'] })
    const [theirs = ''] = await there.raise(draft('theirs', { params: { client: 'Of Birch' } }))
    expect(theirs).toBe(ids.everyones)
    const foreigner = { ...actors.maria, tenant: TENANT_B }
    const list = await there.app.execute(listTasks, foreigner, {})
    expect(list.items.map((task) => task.title.params.client)).toEqual(['Of Birch'])
    await there.app.execute(resolveTask, foreigner, {
      taskId: theirs,
      action: 'approve',
      input: { note: 'fair enough' },
    })
    const ours = await office.app.execute(getTask, actors.maria, { taskId: ids.everyones })
    expect(ours).toMatchObject({ status: 'open', title: { params: { client: 'Harbor Dental' } } })
  })
})

async function untilSomeoneWaitsForALock(db: TestDatabase): Promise<void> {
  for (;;) {
    const waiting: unknown[] = await db
      .app('pg_stat_activity')
      .whereRaw(`datname = current_database() and wait_event_type = 'Lock'`)
      .orderBy('pid')
      .select('pid')
    if (waiting.length > 0) return
  }
}
