import type { Actor, OperatorActor, UserActor } from '../access/actor.ts'
import type { SessionView } from '../contract/identity.ts'
import type { Database, Transaction } from '../db/tenancy.ts'
import { readCompany } from './tenants.ts'

type SignedIn = Extract<SessionView, { signedIn: true }>

/** Which edition runs and what it brings, told to the screens. */
export type EditionView = Pick<SignedIn, 'edition' | 'features'>

/** What a screen needs to know about whoever is signed in. */
export async function userView(
  trx: Transaction,
  actor: UserActor,
  csrfToken: string,
  edition: EditionView,
): Promise<SignedIn> {
  return {
    signedIn: true,
    audience: actor.audience,
    who: { id: actor.userId, displayName: actor.displayName, email: actor.email },
    clientId: actor.clientId,
    permissions: [...actor.permissions],
    tenant: { id: actor.tenant, ...(await readCompany(trx, actor.tenant)) },
    locale: actor.locale,
    csrfToken,
    ...edition,
  }
}

export function operatorView(
  operator: { operatorId: string; displayName: string; email: string; locale: string },
  csrfToken: string,
  edition: EditionView,
): SignedIn {
  return {
    signedIn: true,
    audience: 'operator',
    who: { id: operator.operatorId, displayName: operator.displayName, email: operator.email },
    clientId: null,
    permissions: [],
    tenant: null,
    locale: operator.locale,
    csrfToken,
    ...edition,
  }
}

/** The view of the session a request came with. */
export async function presentedView(
  database: Database,
  actor: Actor | null,
  edition: EditionView,
): Promise<SessionView> {
  if (!actor || actor.kind === 'system') return { signedIn: false, ...edition }
  if (actor.kind === 'operator') {
    const csrfToken = await database.withSystem((trx) => operatorCsrf(trx, actor))
    return csrfToken === null ? { signedIn: false, ...edition } : operatorView(actor, csrfToken, edition)
  }
  return await database.withTenant(actor.tenant, async (trx) => {
    const row: { csrf_token: string } | undefined = await trx('sessions')
      .where({ tenant: actor.tenant, session_id: actor.sessionId })
      .first('csrf_token')
    return row ? await userView(trx, actor, row.csrf_token, edition) : { signedIn: false, ...edition }
  })
}

async function operatorCsrf(trx: Transaction, actor: OperatorActor): Promise<string | null> {
  const row: { csrf_token: string } | undefined = await trx('operator_sessions')
    .where({ session_id: actor.sessionId })
    .first('csrf_token')
  return row?.csrf_token ?? null
}
