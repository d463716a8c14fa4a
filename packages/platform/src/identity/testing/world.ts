import type { Actor, UserActor } from '../../access/actor.ts'
import {
  createApplication,
  emptyReply,
  type Application,
  type Reply,
  type RequestFacts,
} from '../../access/application.ts'
import type { BuiltInRoleKey } from '../../access/permissions.ts'
import type { InputOf, ResultOf, UseCase } from '../../contract/use-case.ts'
import { signIn } from '../../contract/identity.ts'
import type { Transaction } from '../../db/tenancy.ts'
import { systemIds } from '../../ids.ts'
import { createMailer, type MailDraft, type Mailer } from '../../mail/mailer.ts'
import { createMailTemplates } from '../../mail/template.ts'
import { platformMails } from '../../mail/templates/platform.ts'
import {
  createTestDatabase,
  TENANT_A,
  TENANT_B,
  testClock,
  testLog,
  type TestClock,
  type TestDatabase,
  type TestLog,
} from '../../testing/index.ts'
import { readSessionToken } from '../cookies.ts'
import { createUser, type NewUser } from '../new-user.ts'
import { createPasswords, type Passwords } from '../passwords.ts'
import { createSessionStore, type AuthenticatedSession, type SessionStore } from '../session-store.ts'
import { createTenant } from '../tenants.ts'
import { defaultLimits, type AttemptLimits } from '../throttle.ts'
import { identityUseCases } from '../use-cases.ts'

export const PASSWORD = 'a good long phrase'
export const OTHER_PASSWORD = 'another longish phrase'
export const CLIENT = '00000000-0000-4000-8000-0000000c0001'

/** Two companies with the same people: identical ids, e-mail addresses and roles. */
export const ADA = '00000000-0000-4000-8000-000000000a01'
export const BEN = '00000000-0000-4000-8000-000000000b01'
export const TESS = '00000000-0000-4000-8000-000000000c01'
export const PIA = '00000000-0000-4000-8000-000000000d01'

export interface Identity {
  db: TestDatabase
  clock: TestClock
  log: TestLog
  application: Application
  store: SessionStore
  passwords: Passwords & { verified: number }
  mails: MailDraft[]
  roles: Record<BuiltInRoleKey, string>
  close(): Promise<void>
}

/** A cheap hash that counts how often somebody's guess was worth one. */
export function countedPasswords(): Passwords & { verified: number } {
  const cheap = createPasswords({ memoryKiB: 8, passes: 1 })
  const counted = {
    verified: 0,
    hash: cheap.hash,
    async verify(stored: string | null, password: string) {
      counted.verified += 1
      return await cheap.verify(stored, password)
    },
  }
  return counted
}

export async function createIdentity(
  options: { limits?: Partial<AttemptLimits>; publicOrigin?: string } = {},
): Promise<Identity> {
  const db = await createTestDatabase({ max: 8 })
  const clock = testClock()
  const log = testLog()
  const passwords = countedPasswords()
  const mails: MailDraft[] = []
  const publicOrigin = options.publicOrigin ?? 'https://psa.example.com'
  const parts = { database: db.database, clock, ids: systemIds, log: log.log }
  const outbox = createMailer({
    ...parts,
    templates: createMailTemplates([platformMails]),
    publicOrigin,
    jobs: null,
  })
  const mailer: Mailer = {
    async send(trx, tenant, drafts) {
      await outbox.send(trx, tenant, drafts)
      mails.push(...drafts)
    },
  }
  const application = createApplication(
    parts,
    identityUseCases({
      passwords,
      mailer,
      limits: { ...defaultLimits, ...options.limits },
      publicOrigin,
      edition: { edition: 'community', features: [] },
      clientExists: async (_trx, clientId) => clientId === CLIENT,
    }),
  )
  const roles = await createTenant(db.database, company(TENANT_A, 'alder', 'Alder IT'), parts)
  await db.database.withTenant(TENANT_A, (trx) => seedPeople(trx, TENANT_A, roles, passwords))
  await warmPools(db)
  const store = createSessionStore(parts)
  return { db, clock, log, application, store, passwords, mails, roles, close: () => db.close() }
}

/** So that a race is a race, and not won by whoever finds a connection already open. */
async function warmPools({ database }: TestDatabase): Promise<void> {
  const wait = (trx: Transaction) => trx.raw('select pg_sleep(0.02)')
  await Promise.all([
    ...Array.from({ length: 8 }, () => database.withTenant(TENANT_A, wait)),
    ...Array.from({ length: 3 }, () => database.withSystem(wait)),
  ])
}

const company = (tenant: string, slug: string, name: string) => ({
  tenant,
  slug,
  name,
  timeZone: 'America/New_York',
  locale: 'en',
})

/** A second company whose people have the very ids and addresses of the first one's. */
export async function addTwinCompany(world: Identity, password = PASSWORD): Promise<void> {
  const { database } = world.db
  const roles = await createTenant(database, company(TENANT_B, 'birch', 'Birch IT'), {
    clock: world.clock,
    ids: systemIds,
  })
  await database.withTenant(TENANT_B, (trx) => seedPeople(trx, TENANT_B, roles, world.passwords, password))
}

async function seedPeople(
  trx: Transaction,
  tenant: string,
  roles: Record<BuiltInRoleKey, string>,
  passwords: Passwords,
  password = PASSWORD,
): Promise<void> {
  const passwordHash = await passwords.hash(password)
  const person = (userId: string, displayName: string, role: BuiltInRoleKey): NewUser => ({
    userId,
    audience: 'msp',
    clientId: null,
    email: `${displayName.split(' ')[0]?.toLowerCase()}@example.com`,
    displayName,
    locale: 'en',
    status: 'active',
    passwordHash,
    roleIds: [roles[role]],
    createdAt: new Date('2026-01-01T00:00:00.000Z'),
  })
  await createUser(trx, tenant, person(ADA, 'Ada Admin', 'admin'))
  await createUser(trx, tenant, person(BEN, 'Ben Books', 'bookkeeper'))
  await createUser(trx, tenant, person(TESS, 'Tess Tech', 'technician'))
  const pia = person(PIA, 'Pia Payer', 'portal_admin')
  await createUser(trx, tenant, { ...pia, audience: 'portal', clientId: CLIENT })
}

export interface Visit {
  reply: Reply
  facts: RequestFacts
}

export function visit(ip = '203.0.113.7', userAgent = 'Mozilla/5.0 (X11; Linux) Firefox/140.0'): Visit {
  const reply = emptyReply()
  return { reply, facts: { requestId: 'test', reply, origin: { ip, userAgent } } }
}

export interface SignedIn {
  token: string
  actor: UserActor
  session: AuthenticatedSession
  view: ResultOf<typeof signIn>
}

/** Signs in as a browser would, and holds on to the cookie. */
export async function signInAs(
  world: Identity,
  input: Partial<InputOf<typeof signIn>> = {},
  presented: Actor | null = null,
): Promise<SignedIn> {
  const { reply, facts } = visit()
  const credentials = { email: 'ada@example.com', password: PASSWORD, ...input }
  const view = await world.application.execute(signIn, presented, credentials, facts)
  const token = tokenIn(reply)
  const session = await world.store.authenticate(token)
  if (!session) throw new Error('the session just opened is not there')
  return { token, session, view, actor: session.actor as UserActor }
}

export function tokenIn(reply: Reply): string {
  const pair = reply.cookies[0]?.split(';')[0]
  const token = readSessionToken(pair, true) ?? readSessionToken(pair, false)
  if (!token) throw new Error('no session cookie was set')
  return token
}

/** The secret in the newest mail of a kind. */
export function linkTokenIn(mails: readonly MailDraft[], template: string): string {
  const mail = mails.findLast((each) => each.template === template)
  const token = mail && new URL(mail.link, 'https://psa.example.com').searchParams.get('token')
  if (!token) throw new Error(`no ${template} was mailed`)
  return token
}

/** The code of the refusal, or `done`. */
export async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work
    return 'done'
  } catch (error) {
    if (error instanceof Error && 'code' in error) return String(error.code)
    throw error
  }
}

export const run = <U extends UseCase>(world: Identity, useCase: U, actor: Actor | null, input: InputOf<U>) =>
  world.application.execute(useCase, actor, input, visit().facts)
