import type { Knex } from 'knex'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createTestDatabase, insertTenant, TENANT_A, TENANT_B, type TestDatabase } from '../testing/index.ts'
import type { RaisedTask, TaskDraft } from './inbox.ts'
import { draft, hire, openOffice, type Office } from './testing/office.ts'

describe('raising tasks', () => {
  let db: TestDatabase
  let office: Office
  let space = 0

  beforeAll(async () => {
    db = await createTestDatabase({ max: 20 })
    await insertTenant(db.database, TENANT_A, 'Alder')
    await insertTenant(db.database, TENANT_B, 'Birch')
    await hire(
      db.database,
      TENANT_A,
      { billing: ['inbox:read', 'inbox:update', 'invoice:update'], sales: ['inbox:read'] },
      { maria: ['billing'], omar: ['billing', 'sales'], sam: ['sales'] },
    )
  })
  afterAll(() => db.close())
  beforeEach(() => {
    space += 1
    office = openOffice(db, { space })
  })

  const inTenant = <T>(work: (trx: Knex.Transaction) => Promise<T>) => db.database.withTenant(TENANT_A, work)
  const tasksOf = (key: string) =>
    inTenant((trx) => trx('inbox_tasks').where({ dedupe_key: key }).orderBy('raised_at').orderBy('task_id'))
  const eventsOf = (taskId: string) =>
    inTenant((trx) => trx('inbox_task_events').where({ task_id: taskId }).orderBy('position').pluck('event'))

  it('finds what is open under a key, and not what is closed', async () => {
    const [kept, gone] = await inTenant((trx) =>
      office.inbox.raise(trx, TENANT_A, [draft('is open'), draft('was open')]),
    )
    await inTenant((trx) => office.inbox.closeByDedupeKey(trx, TENANT_A, ['was open'], 'gone'))
    const keys = ['is open', 'was open', 'never']
    expect(gone).toBeDefined()
    expect(await inTenant((trx) => office.inbox.openByDedupeKey(trx, keys))).toEqual(
      new Map([['is open', kept?.taskId]]),
    )
  })

  it('leaves one open task when twenty report the same cause at the same instant', async () => {
    let inside = 0
    let allInside = () => {}
    const together = new Promise<void>((resolve) => (allInside = resolve))
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) =>
        inTenant(async (trx) => {
          inside += 1
          if (inside === 20) allInside()
          await together
          return await office.inbox.raise(trx, TENANT_A, [draft('race', { params: { at } })])
        }),
      ),
    )
    const tasks = await tasksOf('race')
    expect(tasks).toHaveLength(1)
    expect(tasks[0]).toMatchObject({ status: 'open', occurrences: 20 })
    expect(answers.flat().filter((each) => each.isNew)).toHaveLength(1)
    expect(
      answers
        .flat()
        .map((each) => each.occurrences)
        .toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: 20 }, (_, at) => at + 1))
  })

  it('does not deadlock when two callers report the same causes in opposite order', async () => {
    const keys = Array.from({ length: 200 }, (_, at) => `order:${at}`)
    const rounds = Array.from({ length: 6 }, (_, at) => (at % 2 === 0 ? keys : keys.toReversed()))
    await Promise.all(rounds.map((each) => office.raise(...each.map((key) => draft(key)))))
    const counts = await inTenant((trx) =>
      trx('inbox_tasks').whereLike('dedupe_key', 'order:%').orderBy('task_id').pluck('occurrences'),
    )
    expect(counts).toEqual(keys.map(() => 6))
  })

  it('renews sentence, context and money of an open task, and leaves due date, snooze and claim alone', async () => {
    const due = new Date('2026-04-01T00:00:00.000Z')
    const [taskId = ''] = await office.raise(draft('renewed', { dueAt: due }))
    await inTenant((trx) =>
      trx('inbox_tasks')
        .where({ task_id: taskId })
        .update({ snoozed_until: new Date('2026-03-20T00:00:00.000Z') }),
    )
    office.services.clock.advance(60)
    const money = { minor: 412_000, currency: 'USD' }
    const again = await office.raise(
      draft('renewed', { params: { client: 'Juniper' }, context: { invoices: 3 }, money, priority: 'high' }),
    )
    expect(again).toEqual([taskId])
    expect(await tasksOf('renewed')).toMatchObject([
      {
        params: { client: 'Juniper' },
        search_text: 'juniper',
        context: { invoices: 3 },
        money_minor: 412_000,
        currency: 'USD',
        priority: 'high',
        due_at: '2026-04-01T00:00:00.000Z',
        snoozed_until: '2026-03-20T00:00:00.000Z',
        raised_at: '2026-03-02T09:00:00.000Z',
        last_raised_at: '2026-03-02T09:01:00.000Z',
        occurrences: 2,
      },
    ])
    expect(await eventsOf(taskId)).toEqual(['raised', 'repeated'])
  })

  it('takes a key given twice in one call as one task reported twice, with the later words', async () => {
    const raised = await inTenant((trx) =>
      office.inbox.raise(trx, TENANT_A, [
        draft('twice', { params: { client: 'First' } }),
        draft('other'),
        draft('twice', { params: { client: 'Second' } }),
      ]),
    )
    expect(raised.map(({ dedupeKey, isNew, occurrences }) => ({ dedupeKey, isNew, occurrences }))).toEqual([
      { dedupeKey: 'twice', isNew: true, occurrences: 2 },
      { dedupeKey: 'other', isNew: true, occurrences: 1 },
    ])
    expect(await tasksOf('twice')).toMatchObject([{ params: { client: 'Second' } }])
  })

  it('costs the same number of statements for two tasks as for five hundred', async () => {
    const statements = async (drafts: TaskDraft[]) => {
      const seen: string[] = []
      const listen = (query: { sql: string }) => void seen.push(query.sql)
      db.app.on('query', listen)
      let raised: RaisedTask[]
      try {
        raised = await inTenant((trx) => office.inbox.raise(trx, TENANT_A, drafts))
      } finally {
        db.app.off('query', listen)
      }
      expect(raised).toHaveLength(drafts.length)
      return seen.length
    }
    const many = (count: number, name: string) =>
      Array.from({ length: count }, (_, at) =>
        draft(`${name}:${at}`, { assignTo: { roleKeys: ['billing'] } }),
      )
    const few = await statements(many(2, 'few'))
    // begin, set tenant, tasks, their history, roles, people, assignees, their history, commit
    expect(few).toBe(9)
    expect(await statements(many(500, 'many'))).toBe(few)
    expect(office.services.notifier.told.map((told) => told.params.tasks)).toEqual([2, 500])
  })

  it('belongs to the caller’s transaction: what rolls back was never raised', async () => {
    await expect(
      inTenant(async (trx) => {
        await office.inbox.raise(trx, TENANT_A, [draft('undone')])
        throw new Error('the business changed its mind')
      }),
    ).rejects.toThrow(/changed its mind/)
    expect(await tasksOf('undone')).toEqual([])
  })

  it('refuses a kind that no module registered', async () => {
    await expect(office.raise(draft('x', { kind: 'unheard_of' }))).rejects.toThrow(/unheard_of/)
  })

  it('tells the assigned people who may act, once, and by mail as well when it is pressing', async () => {
    const [calm = ''] = await office.raise(draft('calm', { assignTo: { roleKeys: ['billing'] } }))
    const [pressing = ''] = await office.raise(
      draft('pressing', { priority: 'urgent', assignTo: { roleKeys: ['billing', 'sales'] } }),
    )
    await office.raise(draft('calm', { assignTo: { roleKeys: ['billing'] } }))
    await office.raise(draft('nobody-in-particular'))
    const people = await inTenant((trx) =>
      trx('users').whereIn('display_name', ['maria', 'omar']).orderBy('user_id').pluck('user_id'),
    )
    expect(office.services.notifier.told).toEqual([
      {
        kind: 'task_assigned',
        dedupeKey: `task_assigned:${calm}:1`,
        to: { userIds: people },
        params: {
          client: 'Harbor Dental',
          titleKey: 'inbox.price_check.title',
          taskKind: 'price_check',
          priority: 'normal',
          tasks: 1,
        },
        link: `/inbox/${calm}`,
        channels: ['bell'],
      },
      expect.objectContaining({
        dedupeKey: `task_assigned:${pressing}:1`,
        to: { userIds: people },
        channels: ['bell', 'mail'],
      }),
    ])
  })

  it('does not tell people who no longer work here', async () => {
    const away = { display_name: 'omar' }
    await inTenant((trx) => trx('users').where(away).update({ status: 'inactive' }))
    await office.raise(draft('while-away', { assignTo: { roleKeys: ['billing'] } }))
    await inTenant((trx) => trx('users').where(away).update({ status: 'active' }))
    expect(office.services.notifier.told.map((told) => told.to)).toEqual([{ userIds: [expect.any(String)] }])
  })

  it('leaves a task open to everyone when it was meant for a role that cannot act or is not there', async () => {
    const [taskId = ''] = await office.raise(draft('lost', { assignTo: { roleKeys: ['sales', 'gone'] } }))
    expect(await inTenant((trx) => trx('inbox_task_assignees').where({ task_id: taskId }))).toEqual([])
    expect(await eventsOf(taskId)).toEqual(['raised'])
  })

  it('closes by key what is open, says why, and leaves the rest', async () => {
    const [first = '', second = '', third = ''] = await office.raise(draft('c1'), draft('c2'), draft('c3'))
    const close = () =>
      inTenant((trx) =>
        office.inbox.closeByDedupeKey(trx, TENANT_A, ['c1', 'c2', 'never'], 'The prices agree again.'),
      )
    expect(await close()).toBe(2)
    expect(await close()).toBe(0)
    const states = await inTenant((trx) =>
      trx('inbox_tasks').whereIn('task_id', [first, second, third]).orderBy('task_id').pluck('status'),
    )
    expect(states).toEqual(['cancelled', 'cancelled', 'open'])
    const closing = await inTenant((trx) =>
      trx('inbox_task_events').where({ task_id: first, event: 'closed' }).select('actor_kind', 'details'),
    )
    expect(closing).toEqual([{ actor_kind: 'system', details: { reason: 'The prices agree again.' } }])
  })

  it('opens a new task when a closed cause comes back', async () => {
    const [before] = await office.raise(draft('back'))
    await inTenant((trx) => office.inbox.closeByDedupeKey(trx, TENANT_A, ['back'], 'gone'))
    const [after] = await office.raise(draft('back'))
    expect(after).not.toBe(before)
    const states = (await tasksOf('back')).map((task) => [task.status, task.occurrences])
    expect(states).toEqual([
      ['cancelled', 1],
      ['open', 1],
    ])
  })

  it('keeps tenants apart that use the same ids and keys', async () => {
    const here = openOffice(db, { space: 7777 })
    const there = openOffice(db, { space: 7777, tenant: TENANT_B })
    const [mine = ''] = await here.raise(draft('same', { params: { client: 'Ours' } }))
    const [theirs] = await there.raise(draft('same', { params: { client: 'Theirs' } }))
    expect(theirs).toBe(mine)
    await db.database.withTenant(TENANT_B, (trx) =>
      there.inbox.closeByDedupeKey(trx, TENANT_B, ['same'], 'gone'),
    )
    expect(await tasksOf('same')).toMatchObject([
      { task_id: mine, status: 'open', params: { client: 'Ours' } },
    ])
    expect(await eventsOf(mine)).toEqual(['raised'])
  })

  it('never lets a line of history be changed or removed', async () => {
    await office.raise(draft('written'))
    const change = (trx: Knex.Transaction) => trx('inbox_task_events').update({ actor_name: 'nobody' })
    await expect(inTenant(change)).rejects.toThrow(/permission denied/)
    await expect(inTenant((trx) => trx('inbox_task_events').delete())).rejects.toThrow(/permission denied/)
    await expect(db.owner.transaction(change)).rejects.toThrow(/append-only/)
  })
})
