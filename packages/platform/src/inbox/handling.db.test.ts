import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { UserActor } from '../access/actor.ts'
import {
  assignTask,
  claimTask,
  commentOnTask,
  getTask,
  listTasks,
  releaseTask,
  resolveTask,
  snoozeTask,
} from '../contract/inbox.ts'
import { createTestDatabase, insertTenant, TENANT_A, type TestDatabase } from '../testing/index.ts'
import { draft, hire, openOffice, type Office } from './testing/office.ts'

const TOMORROW = '2026-03-03T09:00:00.000Z'

describe('handling a task', () => {
  let db: TestDatabase
  let office: Office
  let maria: UserActor, omar: UserActor, manager: UserActor, clerk: UserActor
  let roles: Record<'billing' | 'managing' | 'idle', string>
  let space = 100

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    const staff = await hire(
      db.database,
      TENANT_A,
      {
        billing: ['inbox:read', 'inbox:update', 'invoice:update'],
        managing: ['inbox:read', 'inbox:update', 'inbox:manage', 'invoice:update'],
        idle: ['inbox:read', 'inbox:update'],
      },
      { maria: ['billing'], omar: ['billing'], manager: ['managing'], clerk: ['idle'] },
    )
    ;({ maria, omar, manager, clerk } = staff.people)
    roles = staff.roles
  })
  afterAll(() => db.close())

  let taskId = ''
  beforeEach(async () => {
    space += 1
    office = openOffice(db, { space })
    taskId = (await office.raise(draft(`task:${space}`, { assignTo: { roleKeys: ['billing'] } })))[0] ?? ''
    office.services.notifier.told.length = 0
  })

  const story = async () => {
    const { history } = await office.app.execute(getTask, manager, { taskId })
    return history.map((each) => [each.event, each.actorName])
  }
  const audited = () =>
    db.database.withTenant(TENANT_A, (trx) =>
      trx('audit_events')
        .where({ entity_id: taskId })
        .orderBy('recorded_at')
        .orderBy('event_id')
        .pluck('action'),
    )

  it('keeps others off while it is claimed, until it is given back', async () => {
    const claimed = await office.app.execute(claimTask, maria, { taskId })
    expect(claimed.claimedBy).toEqual({ userId: maria.userId, displayName: 'maria' })
    const refused = { status: 409, code: 'task-claimed', message: 'maria is working on this task.' }
    await expect(office.app.execute(claimTask, omar, { taskId })).rejects.toMatchObject(refused)
    await expect(office.app.execute(releaseTask, omar, { taskId })).rejects.toMatchObject(refused)
    await expect(office.app.execute(snoozeTask, omar, { taskId, until: TOMORROW })).rejects.toMatchObject(
      refused,
    )

    expect(await office.app.execute(releaseTask, maria, { taskId })).toMatchObject({
      claimedBy: null,
      claimedAt: null,
    })
    await office.app.execute(claimTask, omar, { taskId })
    expect(await story()).toEqual([
      ['raised', 'inbox'],
      ['assigned', 'inbox'],
      ['claimed', 'maria'],
      ['released', 'maria'],
      ['claimed', 'omar'],
    ])
    expect(await audited()).toEqual(['task.claimed', 'task.released', 'task.claimed'])
  })

  it('gives it to one of two who claim at the same instant', async () => {
    for (let round = 0; round < 10; round += 1) {
      const claims = [maria, omar].map((actor) => office.app.execute(claimTask, actor, { taskId }))
      const outcomes = await Promise.allSettled(claims)
      expect(outcomes.map((each) => each.status).toSorted()).toEqual(['fulfilled', 'rejected'])
      await office.app.execute(releaseTask, manager, { taskId })
    }
  })

  it('lets those who manage the inbox take a claim from someone', async () => {
    await office.app.execute(claimTask, maria, { taskId })
    const released = await office.app.execute(releaseTask, manager, { taskId })
    expect(released.claimedBy).toBeNull()
  })

  it('moves to other hands: who has it, who sees it, and only the newcomers are told', async () => {
    await office.app.execute(claimTask, maria, { taskId })
    const given = await office.app.execute(assignTask, manager, {
      taskId,
      roleIds: [roles.managing],
      userIds: [omar.userId],
    })
    expect(given.assignees).toEqual([
      { kind: 'role', id: roles.managing, name: 'The managing' },
      { kind: 'user', id: omar.userId, name: 'omar' },
    ])
    expect(given.claimedBy).toBeNull()
    expect(office.services.notifier.told).toMatchObject([
      { dedupeKey: `task_assigned:${taskId}:2`, to: { userIds: [manager.userId] } },
    ])
    await expect(office.app.execute(getTask, maria, { taskId })).rejects.toMatchObject({ status: 404 })

    await office.app.execute(assignTask, manager, { taskId, userIds: [maria.userId] })
    expect(office.services.notifier.told.at(-1)).toMatchObject({
      dedupeKey: `task_assigned:${taskId}:3`,
      to: { userIds: [maria.userId] },
    })
    expect((await office.app.execute(getTask, maria, { taskId })).taskId).toBe(taskId)
  })

  it('is everyone’s again when given to nobody', async () => {
    await office.app.execute(assignTask, manager, { taskId, userIds: [omar.userId] })
    const given = await office.app.execute(assignTask, manager, { taskId })
    expect(given.assignees).toEqual([])
    expect((await office.app.execute(getTask, maria, { taskId })).taskId).toBe(taskId)
  })

  it('refuses to be given to someone who cannot act on it, and says which', async () => {
    const wanted = { taskId, roleIds: [roles.billing, roles.idle], userIds: [clerk.userId] }
    await expect(office.app.execute(assignTask, manager, wanted)).rejects.toMatchObject({
      status: 400,
      fields: [
        { field: 'roleIds.1', reason: 'cannot_act' },
        { field: 'userIds.0', reason: 'cannot_act' },
      ],
    })
    expect((await story()).map(([event]) => event)).toEqual(['raised', 'assigned'])
  })

  it('hides until the moment it was snoozed to, or until it is woken', async () => {
    const listed = async (snoozed: 'hidden' | 'shown' | 'only') => {
      const { items } = await office.app.execute(listTasks, maria, { snoozed, limit: 200 })
      return items.some((task) => task.taskId === taskId)
    }
    await office.app.execute(snoozeTask, maria, { taskId, until: TOMORROW })
    expect([await listed('hidden'), await listed('shown'), await listed('only')]).toEqual([false, true, true])
    office.services.clock.set(TOMORROW)
    expect([await listed('hidden'), await listed('only')]).toEqual([true, false])

    await office.app.execute(snoozeTask, maria, { taskId, until: '2026-03-05T09:00:00.000Z' })
    expect(await listed('hidden')).toBe(false)
    const woken = await office.app.execute(snoozeTask, maria, { taskId, until: null })
    expect(woken.snoozedUntil).toBeNull()
    expect(await listed('hidden')).toBe(true)
    expect((await story()).slice(2)).toEqual([
      ['snoozed', 'maria'],
      ['snoozed', 'maria'],
      ['woken', 'maria'],
    ])
  })

  it('refuses to be snoozed into the past', async () => {
    const until = '2026-03-02T09:00:00.000Z'
    await expect(office.app.execute(snoozeTask, maria, { taskId, until })).rejects.toMatchObject({
      status: 400,
      fields: [{ field: 'until' }],
    })
  })

  it('takes comments, also once it is done; nothing else', async () => {
    await office.app.execute(resolveTask, maria, {
      taskId,
      action: 'approve',
      input: { note: 'fair enough' },
    })
    await office.app.execute(commentOnTask, omar, { taskId, text: 'They rang again.' })
    const { history } = await office.app.execute(getTask, maria, { taskId })
    expect(history.at(-1)).toMatchObject({
      event: 'commented',
      actorName: 'omar',
      details: { text: 'They rang again.' },
    })
    const done = {
      status: 409,
      code: 'task-already-resolved',
      message: 'maria has already resolved this task.',
    }
    await expect(office.app.execute(claimTask, omar, { taskId })).rejects.toMatchObject(done)
    await expect(office.app.execute(snoozeTask, omar, { taskId, until: TOMORROW })).rejects.toMatchObject(
      done,
    )
    await expect(office.app.execute(assignTask, manager, { taskId })).rejects.toMatchObject(done)
  })
})
