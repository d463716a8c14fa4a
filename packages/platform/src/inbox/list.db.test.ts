import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { UserActor } from '../access/actor.ts'
import { claimTask, countTasks, listTasks, resolveTask, snoozeTask } from '../contract/inbox.ts'
import type { InputOf } from '../contract/use-case.ts'
import { encodeCursor } from '../contract/paging.ts'
import { createTestDatabase, insertTenant, TENANT_A, type TestDatabase } from '../testing/index.ts'
import { draft, hire, openOffice, type Office } from './testing/office.ts'

describe('the list of tasks', () => {
  let db: TestDatabase
  let office: Office
  let maria: UserActor
  const names = new Map<string, string>()

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    office = openOffice(db)
    const staff = await hire(
      db.database,
      TENANT_A,
      {
        billing: ['inbox:read', 'inbox:update', 'inbox:manage', 'invoice:update', 'secret:open'],
        other: ['invoice:update'],
      },
      { maria: ['billing'], omar: ['other'] },
    )
    maria = staff.people.maria
    const on = (day: string) => new Date(`${day}T00:00:00.000Z`)
    const drafts = [
      draft('low', { priority: 'low', dueAt: on('2026-02-01'), params: { client: 'Juniper 50%_off' } }),
      draft('late', { dueAt: on('2026-03-01') }),
      draft('soon', { dueAt: on('2026-04-01'), params: { client: 'ÉLAN Studio', count: 47 } }),
      draft('someday', { assignTo: { roleKeys: ['billing'] } }),
      draft('urgent', { priority: 'urgent', assignTo: { userIds: [staff.people.omar.userId] } }),
      draft('secret', { kind: 'secret_check', priority: 'high', money: { minor: 1_250, currency: 'EUR' } }),
      draft('asleep'),
      draft('done'),
    ]
    for (const each of drafts) {
      const [taskId = ''] = await office.raise(each)
      names.set(taskId, each.dedupeKey)
      office.services.clock.advance(1)
    }
    await office.app.execute(snoozeTask, maria, { taskId: idOf('asleep'), until: '2026-05-01T00:00:00.000Z' })
    await office.app.execute(claimTask, maria, { taskId: idOf('soon') })
    const answer = { taskId: idOf('done'), action: 'approve', input: { note: 'fair enough' } }
    await office.app.execute(resolveTask, maria, answer)
  })
  afterAll(() => db.close())

  const idOf = (name: string) => [...names].find(([, each]) => each === name)?.[0] ?? ''
  const list = async (input: InputOf<typeof listTasks> = {}) => {
    const page = await office.app.execute(listTasks, maria, input)
    return page.items.map((task) => names.get(task.taskId))
  }

  it('puts the most pressing first, then what is due first; no date comes last', async () => {
    expect(await list()).toEqual(['urgent', 'secret', 'late', 'soon', 'someday', 'low'])
  })

  it('can put the newest first', async () => {
    expect(await list({ sort: 'newest' })).toEqual(['secret', 'urgent', 'someday', 'soon', 'late', 'low'])
  })

  it.each([
    ['what is done', { status: 'done' }, ['done']],
    ['one kind', { kind: 'secret_check' }, ['secret']],
    ['one priority', { priority: 'urgent' }, ['urgent']],
    ['what is mine, by my role or my claim', { assigned: 'mine' }, ['soon', 'someday']],
    ['what is nobody’s', { assigned: 'unassigned' }, ['secret', 'late', 'soon', 'low']],
    ['what is overdue', { due: 'overdue' }, ['late', 'low']],
    ['what sleeps', { snoozed: 'only' }, ['asleep']],
    ['a part of a title, in any case', { search: 'élan' }, ['soon']],
    ['a number of a title', { search: '47' }, ['soon']],
    ['signs that a pattern would misread', { search: '%_' }, ['low']],
  ] as const)('shows %s', async (_what, input, expected) => {
    expect(await list(input)).toEqual(expected)
  })

  it.each(['priority', 'newest'] as const)(
    'turns pages by %s without losing or repeating a task',
    async (sort) => {
      const whole = await list({ sort })
      const walked: (string | undefined)[] = []
      let cursor: string | undefined
      do {
        const page = await office.app.execute(listTasks, maria, { sort, limit: 1, cursor })
        walked.push(...page.items.map((task) => names.get(task.taskId)))
        cursor = page.nextCursor ?? undefined
      } while (cursor)
      expect(walked).toEqual(whole)
    },
  )

  it.each([
    ['nonsense', 'nonsense'],
    ['a cursor of the other order', encodeCursor(['2026-03-02T09:00:00.000Z', TENANT_A])],
    ['something for the database to choke on', encodeCursor([0, 'yesterday', 'x'])],
  ])('refuses %s as a cursor', async (_what, cursor) => {
    await expect(list({ cursor })).rejects.toMatchObject({ status: 400, code: 'bad-input' })
  })

  it.each([{ kind: 'a\u0000' }, { search: 'a\u0000' }])(
    'refuses %j, which no column can hold',
    async (input) => {
      await expect(list(input)).rejects.toMatchObject({ status: 400 })
    },
  )

  it('says with each task what its title needs', async () => {
    const page = await office.app.execute(listTasks, maria, { kind: 'secret_check' })
    expect(page.items).toMatchObject([
      {
        title: { messageKey: 'inbox.secret_check.title', params: { client: 'Harbor Dental' } },
        money: { minor: 1_250, currency: 'EUR' },
        overdue: false,
        occurrences: 1,
      },
    ])
  })

  it('counts what the list shows under the same filter', async () => {
    const counts = await office.app.execute(countTasks, maria, {})
    expect(counts).toEqual({
      open: (await list()).length,
      mine: (await list({ assigned: 'mine' })).length,
      unassigned: (await list({ assigned: 'unassigned' })).length,
      overdue: (await list({ due: 'overdue' })).length,
      snoozed: (await list({ snoozed: 'only' })).length,
      byKind: [
        { kind: 'price_check', count: 5 },
        { kind: 'secret_check', count: 1 },
      ],
      byPriority: [
        { priority: 'low', count: 1 },
        { priority: 'normal', count: 3 },
        { priority: 'high', count: 1 },
        { priority: 'urgent', count: 1 },
      ],
    })
  })
})
