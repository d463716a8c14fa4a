import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../access/actor.ts'
import { createTask, getTask, listTasks, resolveTask } from '../contract/inbox.ts'
import {
  createTaskDefinition,
  deactivateTaskDefinition,
  listTaskDefinitions,
  updateTaskDefinition,
} from '../contract/task-definitions.ts'
import { encodeCursor } from '../contract/paging.ts'
import {
  createTestDatabase,
  insertTenant,
  systemActor,
  TENANT_A,
  TENANT_B,
  type TestDatabase,
} from '../testing/index.ts'
import { hire, openOffice, type Office } from './testing/office.ts'

describe('the kinds of task a tenant invents', () => {
  let db: TestDatabase
  let office: Office
  let people: Record<'manager' | 'maria', UserActor>
  let roles: Record<'managing' | 'working' | 'idle', string>

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
    office = openOffice(db)
    const staff = await hire(
      db.database,
      TENANT_A,
      {
        managing: ['inbox:read', 'inbox:update', 'inbox:create', 'inbox:manage'],
        working: ['inbox:read', 'inbox:update'],
        idle: ['inbox:read'],
      },
      { manager: ['managing'], maria: ['working'] },
    )
    people = staff.people
    roles = staff.roles
  })
  afterAll(() => db.close())

  const define = (name: string, more = {}) =>
    office.app.execute(createTaskDefinition, people.manager, { name, ...more })

  it('gives a task made by hand its priority, its due date and its people', async () => {
    const { definitionId } = await define('Chase a signature', {
      description: 'Ring the client until the contract is signed.',
      defaultPriority: 'high',
      dueInDays: 3,
      roleIds: [roles.working],
    })
    const { taskId } = await office.app.execute(createTask, people.manager, { definitionId })
    const task = await office.app.execute(getTask, people.maria, { taskId })
    expect(task).toMatchObject({
      kind: 'custom',
      definitionId,
      title: { messageKey: 'inbox.custom.title', params: { title: 'Chase a signature' } },
      description: {
        messageKey: 'inbox.custom.description',
        params: { description: 'Ring the client until the contract is signed.' },
      },
      priority: 'high',
      dueAt: '2026-03-05T09:00:00.000Z',
      assignees: [{ kind: 'role', id: roles.working, name: 'The working' }],
      actions: [{ name: 'complete', labelKey: 'inbox.custom.complete', allowed: true }],
    })
    expect(task.history[0]).toMatchObject({ event: 'raised', actorKind: 'user', actorName: 'manager' })
    expect(office.services.notifier.told).toMatchObject([
      { to: { userIds: [people.maria.userId] }, channels: ['bell', 'mail'] },
    ])

    const note = { note: 'Signed on Monday.' }
    await office.app.execute(resolveTask, people.maria, { taskId, action: 'complete', input: note })
    expect(await office.app.execute(getTask, people.maria, { taskId })).toMatchObject({
      status: 'done',
      response: note,
    })
  })

  it('lets the person who asks say otherwise', async () => {
    const { definitionId } = await define('Order hardware', { roleIds: [roles.working], dueInDays: 9 })
    const { taskId } = await office.app.execute(createTask, people.manager, {
      definitionId,
      title: 'Order a switch',
      priority: 'urgent',
      dueAt: '2026-03-04T00:00:00.000Z',
      userIds: [people.manager.userId],
    })
    expect(await office.app.execute(getTask, people.manager, { taskId })).toMatchObject({
      title: { params: { title: 'Order a switch' } },
      priority: 'urgent',
      dueAt: '2026-03-04T00:00:00.000Z',
      assignees: [{ kind: 'user', name: 'manager' }],
    })
    const found = await office.app.execute(listTasks, people.manager, { definitionId, search: 'SWITCH' })
    expect(found.items.map((task) => task.taskId)).toEqual([taskId])
  })

  it('makes two tasks when somebody asks twice', async () => {
    const { definitionId } = await define('Water the plants')
    await office.app.execute(createTask, people.manager, { definitionId })
    await office.app.execute(createTask, people.manager, { definitionId })
    expect((await office.app.execute(listTasks, people.maria, { definitionId })).items).toHaveLength(2)
  })

  it('makes tasks for the product too, such as a seed', async () => {
    const { definitionId } = await define('Say hello')
    const { taskId } = await office.app.execute(createTask, systemActor(TENANT_A, 'seed'), { definitionId })
    const { history } = await office.app.execute(getTask, people.maria, { taskId })
    expect(history).toMatchObject([{ event: 'raised', actorKind: 'system', actorName: 'seed' }])
  })

  it('is changed field by field, and what is not said stays', async () => {
    const { definitionId } = await define('Call back', { dueInDays: 2, roleIds: [roles.working] })
    const update = (patch: object) =>
      office.app.execute(updateTaskDefinition, people.manager, { definitionId, ...patch })
    expect(await update({ description: 'Within two days.' })).toMatchObject({
      name: 'Call back',
      description: 'Within two days.',
      dueInDays: 2,
      roles: [{ roleId: roles.working, name: 'The working' }],
    })
    expect(await update({ dueInDays: null, roleIds: [] })).toMatchObject({ dueInDays: null, roles: [] })
  })

  it('cannot have the name of another, whatever the case', async () => {
    await define('Unique')
    const { definitionId } = await define('Different')
    const taken = { status: 409, code: 'task-definition-name-taken' }
    await expect(define('UNIQUE')).rejects.toMatchObject(taken)
    await expect(
      office.app.execute(updateTaskDefinition, people.manager, { definitionId, name: 'unique' }),
    ).rejects.toMatchObject(taken)
  })

  it('cannot be meant for a role that could not complete it', async () => {
    await expect(define('Hopeless', { roleIds: [roles.idle] })).rejects.toMatchObject({
      status: 400,
      fields: [{ field: 'roleIds.0', reason: 'cannot_act' }],
    })
  })

  it('makes no more tasks once it is out of use, until it is taken back', async () => {
    const { definitionId } = await define('Retired')
    const names = async (show: 'active' | 'all') => {
      const page = await office.app.execute(listTaskDefinitions, people.maria, { show, limit: 200 })
      return page.items.map((each) => each.name)
    }
    await office.app.execute(deactivateTaskDefinition, people.manager, { definitionId })
    expect(await names('active')).not.toContain('Retired')
    expect(await names('all')).toContain('Retired')
    await expect(office.app.execute(createTask, people.manager, { definitionId })).rejects.toMatchObject({
      status: 409,
      code: 'task-definition-inactive',
    })
    await office.app.execute(updateTaskDefinition, people.manager, { definitionId, active: true })
    expect(await names('active')).toContain('Retired')
  })

  it('is listed by name, page by page', async () => {
    const whole = await office.app.execute(listTaskDefinitions, people.maria, { show: 'all' })
    const walked: string[] = []
    let cursor: string | undefined
    do {
      const page = await office.app.execute(listTaskDefinitions, people.maria, {
        show: 'all',
        limit: 1,
        cursor,
      })
      walked.push(...page.items.map((each) => each.name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(walked).toEqual(whole.items.map((each) => each.name))
    expect(walked.length).toBeGreaterThan(3)
    expect(walked).toEqual(walked.toSorted((a, b) => (a.toLowerCase() < b.toLowerCase() ? -1 : 1)))
  })

  it('refuses a cursor that no column can hold', async () => {
    const cursor = encodeCursor(['a\u0000', TENANT_A])
    await expect(office.app.execute(listTaskDefinitions, people.maria, { cursor })).rejects.toMatchObject({
      status: 400,
    })
  })

  it('belongs to one tenant', async () => {
    const { definitionId } = await define('Ours alone')
    const manager = { ...people.manager, tenant: TENANT_B }
    expect((await office.app.execute(listTaskDefinitions, manager, { show: 'all' })).items).toEqual([])
    await expect(office.app.execute(createTask, manager, { definitionId })).rejects.toMatchObject({
      status: 404,
    })
    await expect(
      office.app.execute(deactivateTaskDefinition, manager, { definitionId }),
    ).rejects.toMatchObject({
      status: 404,
    })
  })
})
