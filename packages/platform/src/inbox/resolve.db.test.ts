import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { UserActor } from '../access/actor.ts'
import { getTask, resolveTask, claimTask } from '../contract/inbox.ts'
import { Problem } from '../problem.ts'
import { createTestDatabase, insertTenant, TENANT_A, type TestDatabase } from '../testing/index.ts'
import type { TaskDefinition } from './definitions.ts'
import { draft, hire, openOffice, type Office } from './testing/office.ts'

describe('resolving a task', () => {
  let db: TestDatabase
  let office: Office
  let people: Record<'maria' | 'omar' | 'paula' | 'reader', UserActor>

  /** A cause that handlers find in three ways: mended, still there, or out of order. */
  const leak: TaskDefinition = {
    kind: 'leak',
    actions: [
      {
        name: 'mend',
        permission: 'invoice:update',
        input: z.object({}),
        handler: async (ctx, task) => {
          await office.inbox.closeByDedupeKey(
            ctx.trx,
            ctx.tenant,
            [task.dedupeKey, 'leak:neighbour'],
            'Mended.',
          )
          return {}
        },
      },
      {
        name: 'retry',
        permission: 'invoice:update',
        input: z.object({}),
        handler: async (ctx, task) => {
          await office.inbox.raise(ctx.trx, ctx.tenant, [draft(task.dedupeKey, { kind: 'leak' })])
          return { stillThere: true }
        },
      },
      {
        name: 'paint_over',
        permission: 'invoice:update',
        input: z.object({}),
        offered: ({ params }) => params['state'] !== 'wet',
        handler: async () => ({}),
      },
      {
        name: 'fail',
        permission: 'invoice:update',
        input: z.object({}),
        handler: async (ctx, task) => {
          await ctx.trx('inbox_tasks').where({ task_id: task.taskId }).update({ search_text: 'half done' })
          throw new Error('the tools broke')
        },
      },
    ],
  }

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    office = openOffice(db, { definitions: [leak] })
    const staff = await hire(
      db.database,
      TENANT_A,
      {
        billing: ['inbox:read', 'inbox:update', 'invoice:update'],
        voiding: ['inbox:read', 'inbox:update', 'invoice:void'],
        reading: ['inbox:read', 'invoice:update'],
      },
      { maria: ['billing'], omar: ['billing'], paula: ['voiding'], reader: ['reading'] },
    )
    people = staff.people
  })
  afterAll(() => db.close())

  const resolve = (
    actor: UserActor,
    taskId: string,
    action = 'approve',
    input: object = { note: 'fair enough' },
  ) => office.app.execute(resolveTask, actor, { taskId, action, input: { ...input } })
  const look = (actor: UserActor, taskId: string) => office.app.execute(getTask, actor, { taskId })
  const rows = (table: string, where: object): Promise<Record<string, unknown>[]> =>
    db.database.withTenant(TENANT_A, (trx) => trx(table).where(where).orderByRaw('1, 2'))
  const one = async (key: string, more = {}) => (await office.raise(draft(key, more)))[0] ?? ''

  it('writes the answer, who and when, into the task, its history and the audit', async () => {
    const taskId = await one('answered')
    const summary = await resolve(people.maria, taskId, 'approve', { note: 'fair enough', discount: 5 })
    const response = { note: 'fair enough', verdict: 'fair', discount: 5, invoices: 47 }
    expect(summary).toMatchObject({ status: 'done', completedBy: { displayName: 'maria' } })
    const task = await look(people.maria, taskId)
    expect(task).toMatchObject({ resolution: 'approve', response, completedAt: '2026-03-02T09:00:00.000Z' })
    expect(task.history.at(-1)).toEqual({
      event: 'resolved',
      happenedAt: '2026-03-02T09:00:00.000Z',
      actorKind: 'user',
      actorName: 'maria',
      details: { action: 'approve', response },
    })
    const [audited] = await rows('audit_events', { entity_id: taskId })
    expect(audited).toMatchObject({ action: 'task.resolved', actor_name: 'maria', after: { response } })
  })

  it('lets one of two people win who press at the same instant, and tells the other who did', async () => {
    for (let round = 0; round < 10; round += 1) {
      const taskId = await one(`race:${round}`)
      const both = [people.maria, people.omar]
      const outcomes = await Promise.allSettled(both.map((actor) => resolve(actor, taskId)))
      const winner = both[outcomes.findIndex((each) => each.status === 'fulfilled')]
      const losers = outcomes.flatMap((each) => (each.status === 'rejected' ? [each.reason] : []))
      expect(losers).toEqual([expect.any(Problem)])
      expect(losers[0]).toMatchObject({
        status: 409,
        code: 'task-already-resolved',
        message: `${winner?.displayName} has already resolved this task.`,
      })
      const { history } = await look(people.maria, taskId)
      expect(history.map((each) => each.event)).toEqual(['raised', 'resolved'])
    }
  })

  it('undoes everything when the handler fails', async () => {
    const taskId = await one('failing', { kind: 'leak' })
    await expect(resolve(people.maria, taskId, 'fail', {})).rejects.toThrow(/tools broke/)
    const task = await look(people.maria, taskId)
    expect(task).toMatchObject({ status: 'open', completedBy: null, resolution: null })
    expect(task.history.map((each) => each.event)).toEqual(['raised'])
    expect(await rows('inbox_tasks', { search_text: 'half done' })).toEqual([])
    expect(await rows('audit_events', { entity_id: taskId })).toEqual([])
  })

  it('takes no answer that is not offered, and the task stays open', async () => {
    const wet = await one('wet', { kind: 'leak', params: { state: 'wet' } })
    const offered = (await look(people.maria, wet)).actions.map((each) => each.name)
    expect(offered).toEqual(['mend', 'retry', 'fail'])
    await expect(resolve(people.maria, wet, 'paint_over', {})).rejects.toMatchObject({
      status: 409,
      code: 'task-answer-does-not-fit',
    })
    expect(await look(people.maria, wet)).toMatchObject({ status: 'open', resolution: null })
    const dry = await one('dry', { kind: 'leak', params: { state: 'dry' } })
    expect(await resolve(people.maria, dry, 'paint_over', {})).toMatchObject({ status: 'done' })
  })

  it('opens a new task when the handler finds the cause still there', async () => {
    const taskId = await one('stubborn', { kind: 'leak' })
    await resolve(people.maria, taskId, 'retry', {})
    const tasks = await rows('inbox_tasks', { dedupe_key: 'stubborn' })
    expect(tasks).toMatchObject([
      { task_id: taskId, status: 'done', occurrences: 1, response: { stillThere: true } },
      { status: 'open', occurrences: 1, completed_by: null },
    ])
  })

  it('stays done by the person when the handler closes the cause, and the neighbours close by themselves', async () => {
    const [taskId = '', neighbour = ''] = await office.raise(
      draft('leak:here', { kind: 'leak' }),
      draft('leak:neighbour', { kind: 'leak' }),
    )
    await resolve(people.maria, taskId, 'mend', {})
    expect(await look(people.maria, taskId)).toMatchObject({
      status: 'done',
      completedBy: { displayName: 'maria' },
    })
    const closed = await look(people.maria, neighbour)
    expect(closed).toMatchObject({ status: 'cancelled', completedBy: null })
    expect(closed.history.at(-1)).toMatchObject({ event: 'closed', details: { reason: 'Mended.' } })
    await expect(resolve(people.maria, neighbour, 'mend', {})).rejects.toMatchObject({
      code: 'task-already-resolved',
      message: 'This task has already closed by itself.',
    })
  })

  it('can be raised again once resolved', async () => {
    const first = await one('again')
    await resolve(people.maria, first)
    const second = await one('again')
    expect(second).not.toBe(first)
    expect(await look(people.maria, second)).toMatchObject({ status: 'open', occurrences: 1 })
  })

  it('asks for the permission of the very action', async () => {
    const taskId = await one('permitted')
    await expect(resolve(people.paula, taskId)).rejects.toMatchObject({
      status: 403,
      extra: { permission: 'invoice:update' },
    })
    await expect(resolve(people.maria, taskId, 'discard', {})).rejects.toMatchObject({ status: 403 })
    expect(await resolve(people.paula, taskId, 'discard', {})).toMatchObject({ status: 'done' })
  })

  it('says which fields are wrong, and why, and changes nothing', async () => {
    const taskId = await one('typos')
    const input = { note: 'x', verdict: 'dear', discount: 51 }
    await expect(resolve(people.maria, taskId, 'approve', input)).rejects.toMatchObject({
      status: 400,
      code: 'bad-input',
      fields: [
        { field: 'input.note', reason: 'too_small' },
        { field: 'input.verdict', reason: 'invalid_value' },
        { field: 'input.discount', reason: 'too_big' },
      ],
    })
    expect(await look(people.maria, taskId)).toMatchObject({ status: 'open' })
  })

  it('refuses text that no column can hold', async () => {
    const taskId = await one('control characters')
    const input = { note: 'fair\u0000enough' }
    await expect(resolve(people.maria, taskId, 'approve', input)).rejects.toMatchObject({ status: 400 })
  })

  it('knows no other actions than the definition’s', async () => {
    const taskId = await one('unknown')
    await expect(resolve(people.maria, taskId, 'explode', {})).rejects.toMatchObject({ status: 404 })
  })

  it('shows each action with its form, whether it can be pressed, why not, and what it would do', async () => {
    const taskId = await one('offers', { money: { minor: 412_000, currency: 'USD' } })
    const [approve, discard] = (await look(people.maria, taskId)).actions
    expect(approve).toMatchObject({
      name: 'approve',
      labelKey: 'inbox.price_check.approve',
      tone: 'primary',
      input: { type: 'object', required: ['note'] },
      allowed: true,
      reason: null,
      effect: { messageKey: 'inbox.price_check.effects.approve', params: { invoices: 47 } },
    })
    expect(discard).toMatchObject({ tone: 'danger', allowed: false, reason: 'not-permitted', effect: null })

    const [forReader] = (await look(people.reader, taskId)).actions
    expect(forReader).toMatchObject({ allowed: false, reason: 'not-permitted' })

    await office.app.execute(claimTask, people.omar, { taskId })
    expect((await look(people.maria, taskId)).actions[0]).toMatchObject({
      allowed: false,
      reason: 'claimed-by-other',
    })
    await expect(resolve(people.maria, taskId)).rejects.toMatchObject({
      code: 'task-claimed',
      extra: { claimedBy: 'omar' },
    })

    await resolve(people.omar, taskId)
    expect((await look(people.omar, taskId)).actions[0]).toMatchObject({
      allowed: false,
      reason: 'already-resolved',
    })
  })
})
