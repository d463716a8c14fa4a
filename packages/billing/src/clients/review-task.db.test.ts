import {
  createApplication,
  createInbox,
  createTaskRegistry,
  inboxUseCases,
  type Application,
  type TaskDraft,
  type UserActor,
} from '@tieout/platform'
import { getTask, resolveTask } from '@tieout/platform/contract'
import { TENANT_A, testIds, testLog } from '@tieout/platform/testing'
import { readFileSync } from 'node:fs'
import { createTranslator, type Messages } from 'use-intl'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createClient, getClient, type ClientView } from '../contract/index.ts'
import { clientReviewTask, clientUseCases } from '../index.ts'
import { reviewOf } from './review-task.ts'
import { createWorld, person, type World } from '../testing/world.ts'

let world: World
let app: Application
let raise: (draft: TaskDraft) => Promise<string>

const erin = person({
  permissions: new Set([
    'client:read',
    'client:create',
    'client:update',
    'inbox:read',
    'inbox:update',
  ] as const),
})

beforeAll(async () => {
  world = await createWorld()
  const { database } = world.db
  const registry = createTaskRegistry()
  registry.register(clientReviewTask)
  const services = { registry, clock: world.clock, ids: testIds(7), notifier: { notify: async () => {} } }
  const parts = { database, clock: world.clock, ids: testIds(8), log: testLog().log }
  app = createApplication(parts, [...clientUseCases(), ...inboxUseCases(services)])
  raise = async (draft) => {
    const raised = await database.withTenant(TENANT_A, (trx) =>
      createInbox(services).raise(trx, TENANT_A, [draft]),
    )
    return raised[0]?.taskId ?? ''
  }
  await insertErin(world, erin)
})
afterAll(() => world.close())

/** The inbox names who resolved a task by their row, so the person has to be there. */
async function insertErin({ db, clock }: World, who: UserActor): Promise<void> {
  await db.database.withTenant(who.tenant, (trx) =>
    trx('users').insert({
      tenant: who.tenant,
      user_id: who.userId,
      audience: 'msp',
      email: who.email,
      email_lower: who.email,
      display_name: who.displayName,
      status: 'active',
      locale: 'en',
      created_at: clock.now(),
      updated_at: clock.now(),
    }),
  )
}

async function clientUnderReview(displayName: string, more: object = {}): Promise<[ClientView, string]> {
  const client = await app.execute(createClient, erin, { displayName, currency: 'USD', ...more })
  return [client, await raise(reviewOf(client))]
}
const resolve = (taskId: string, action: string, input: object) =>
  app.execute(resolveTask, erin, { taskId, action, input })
const clientNow = ({ clientId }: ClientView) => app.execute(getClient, erin, { clientId })
const auditOf = ({ clientId }: ClientView) =>
  world.db.database.withTenant(TENANT_A, (trx) =>
    trx('audit_events')
      .where({ entity_type: 'client', entity_id: clientId })
      .orderBy(['recorded_at', 'event_id'])
      .select('action', 'actor_name', 'before', 'after'),
  )

describe('the review of a client', () => {
  it('names what is missing, and every sentence of it can be said', async () => {
    const [client, taskId] = await clientUnderReview('Aspen', { city: 'Denver', email: 'old@aspen.example' })
    const task = await app.execute(getTask, erin, { taskId })
    expect(task.context).toEqual({
      clientId: client.clientId,
      clientName: 'Aspen',
      missing: ['phone', 'addressLine1', 'postalCode', 'country'],
    })
    const url = new URL('../../messages/inbox/en.json', import.meta.url)
    const messages: Messages = { inbox: JSON.parse(readFileSync(url, 'utf8')) }
    const onError = (error: Error) => {
      throw error
    }
    const t = createTranslator({ locale: 'en', messages, onError })
    expect(t(task.title.messageKey, task.title.params)).toBe('Review the details of Aspen')
    expect(t(task.description.messageKey, task.description.params)).toContain('Aspen')
    expect(task.actions.map((action) => t(action.labelKey))).toEqual([
      'Set e-mail',
      'Details are right',
      'Deactivate client',
    ])
    const effects = task.actions.map(({ effect }) => effect && t(effect.messageKey, effect.params))
    expect(effects[0]).toBe('Replaces the e-mail address of Aspen, now old@aspen.example.')
    expect(effects).toHaveLength(3)
  })

  it('ends with an e-mail address, written and audited like any other change', async () => {
    const [client, taskId] = await clientUnderReview('Birch')
    await resolve(taskId, 'set_email', { email: 'new@birch.example' })
    expect(await clientNow(client)).toMatchObject({ email: 'new@birch.example', version: 2 })
    expect((await auditOf(client)).at(-1)).toEqual({
      action: 'client.updated',
      actor_name: 'Erin Example',
      before: { email: null },
      after: { email: 'new@birch.example' },
    })
    expect(await app.execute(getTask, erin, { taskId })).toMatchObject({
      status: 'done',
      response: { email: 'new@birch.example' },
    })
  })

  it('refuses what is no e-mail address and stays open', async () => {
    const [client, taskId] = await clientUnderReview('Cedar')
    await expect(resolve(taskId, 'set_email', { email: 'nobody' })).rejects.toMatchObject({ status: 400 })
    expect(await clientNow(client)).toEqual(client)
    expect((await app.execute(getTask, erin, { taskId })).status).toBe('open')
  })

  it('ends with a word that all is right, which changes nothing', async () => {
    const [client, taskId] = await clientUnderReview('Dogwood')
    await resolve(taskId, 'confirm', { note: 'called them' })
    expect(await clientNow(client)).toEqual(client)
    expect((await auditOf(client)).at(-1)).toMatchObject({
      action: 'client.confirmed',
      after: { note: 'called them' },
    })
  })

  it('ends with the client out of use; were it so already, the task stays open', async () => {
    const [client, taskId] = await clientUnderReview('Elm')
    await resolve(taskId, 'deactivate', {})
    expect(await clientNow(client)).toMatchObject({ status: 'inactive' })
    const again = await raise(reviewOf(client))
    await expect(resolve(again, 'deactivate', {})).rejects.toMatchObject({ code: 'client-already-inactive' })
    expect((await app.execute(getTask, erin, { taskId: again })).status).toBe('open')
  })

  it('is asked once per client while it is open', async () => {
    const [client, taskId] = await clientUnderReview('Fir')
    expect(await raise(reviewOf(client))).toBe(taskId)
  })
})
