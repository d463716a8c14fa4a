import { z } from 'zod'
import type { UserActor } from '../../access/actor.ts'
import { createApplication, type Application } from '../../access/application.ts'
import type { Permission } from '../../contract/use-case.ts'
import type { Database } from '../../db/tenancy.ts'
import type { NotificationDraft, Notifier } from '../../notifications/notifier.ts'
import {
  TENANT_A,
  testClock,
  testIds,
  testLog,
  type TestClock,
  type TestDatabase,
} from '../../testing/index.ts'
import { resolutionAction, type TaskDefinition } from '../definitions.ts'
import { createInbox, type Inbox, type InboxServices, type TaskDraft } from '../inbox.ts'
import { createTaskRegistry } from '../registry.ts'
import { inboxUseCases } from '../use-cases.ts'

/** A kind of task for tests: an invoice whose price somebody should look at. */
export const priceCheck: TaskDefinition = {
  kind: 'price_check',
  actions: [
    resolutionAction({
      name: 'approve',
      tone: 'primary',
      permission: 'invoice:update',
      input: z.object({
        note: z.string().min(3),
        verdict: z.enum(['fair', 'cheap']).default('fair'),
        discount: z.number().int().max(50).optional(),
      }),
      effect: async (_ctx, task) => ({
        messageKey: 'inbox.price_check.effects.approve',
        params: { invoices: Number(task.context.invoices) },
      }),
      handler: async (_ctx, task, input) => ({ ...input, invoices: task.context.invoices }),
    }),
    resolutionAction({
      name: 'discard',
      tone: 'danger',
      permission: 'invoice:void',
      input: z.object({}),
      handler: async () => ({}),
    }),
  ],
}

/** A kind that only the people of the secret room may act on. */
export const secretCheck: TaskDefinition = {
  kind: 'secret_check',
  actions: [{ name: 'done', permission: 'secret:open', input: z.object({}), handler: async () => ({}) }],
}

export interface RecordingNotifier extends Notifier {
  told: NotificationDraft[]
}

export function recordingNotifier(): RecordingNotifier {
  const told: NotificationDraft[] = []
  return { told, notify: async (_trx, _tenant, draft) => void told.push(draft) }
}

export interface Office {
  inbox: Inbox
  app: Application
  services: InboxServices & { notifier: RecordingNotifier; clock: TestClock }
  raise(...drafts: TaskDraft[]): Promise<string[]>
}

/** The inbox with a clock that stands still, ids that count and a notifier that remembers. */
export function openOffice(
  db: TestDatabase,
  options: { tenant?: string; space?: number; definitions?: TaskDefinition[] } = {},
): Office {
  const { tenant = TENANT_A, space = 0, definitions = [] } = options
  const registry = createTaskRegistry()
  for (const each of [priceCheck, secretCheck, ...definitions]) registry.register(each)
  const services = { registry, notifier: recordingNotifier(), clock: testClock(), ids: testIds(space) }
  const inbox = createInbox(services)
  const ports = { database: db.database, clock: services.clock, ids: services.ids, log: testLog().log }
  return {
    inbox,
    services,
    app: createApplication(ports, inboxUseCases(services)),
    async raise(...drafts) {
      const raised = await db.database.withTenant(tenant, (trx) => inbox.raise(trx, tenant, drafts))
      return raised.map((task) => task.taskId)
    },
  }
}

export function draft(dedupeKey: string, more: Partial<TaskDraft> = {}): TaskDraft {
  return {
    kind: 'price_check',
    dedupeKey,
    params: { client: 'Harbor Dental' },
    context: { invoices: 47 },
    ...more,
  }
}

const roleId = (at: number) => `00000000-0000-4000-8000-0000000a${String(at).padStart(4, '0')}`
const userId = (at: number) => `00000000-0000-4000-8000-0000000b${String(at).padStart(4, '0')}`

/** Roles by key with what they may do, and people by name with their roles. The same ids in every tenant. */
export async function hire<R extends string, P extends string>(
  database: Database,
  tenant: string,
  roles: Record<R, readonly Permission[]>,
  people: Record<P, readonly NoInfer<R>[]>,
): Promise<{ roles: Record<R, string>; people: Record<P, UserActor> }> {
  const keys = Object.keys(roles) as R[]
  const names = Object.keys(people) as P[]
  const roleIds = Object.fromEntries(keys.map((key, at) => [key, roleId(at)])) as Record<R, string>
  const actors = names.map((name, at): [P, UserActor] => [
    name,
    {
      kind: 'user',
      audience: 'msp',
      tenant,
      userId: userId(at),
      displayName: name,
      email: `${name}@msp.test`,
      locale: 'en',
      roleIds: people[name].map((key) => roleIds[key]),
      permissions: new Set(people[name].flatMap((key) => roles[key])),
      clientId: null,
      sessionId: 'session',
    },
  ])
  const at = new Date('2026-01-01T00:00:00.000Z')
  await database.withTenant(tenant, async (trx) => {
    await trx('roles').insert(
      keys.map((key) => ({ tenant, role_id: roleIds[key], audience: 'msp', key, name: `The ${key}` })),
    )
    await trx('role_permissions').insert(
      keys.flatMap((key) => roles[key].map((permission) => ({ tenant, role_id: roleIds[key], permission }))),
    )
    await trx('users').insert(
      actors.map(([, actor]) => ({
        tenant,
        user_id: actor.userId,
        audience: 'msp',
        email: actor.email,
        email_lower: actor.email,
        display_name: actor.displayName,
        status: 'active',
        locale: 'en',
        created_at: at,
        updated_at: at,
      })),
    )
    await trx('user_roles').insert(
      actors.flatMap(([, actor]) =>
        actor.roleIds.map((role_id) => ({ tenant, user_id: actor.userId, role_id })),
      ),
    )
  })
  return { roles: roleIds, people: Object.fromEntries(actors) as Record<P, UserActor> }
}
