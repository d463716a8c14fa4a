import { Refused, type Answer, type Asking } from '@tieout/accounting-sync'
import {
  implementForUser,
  implementSystem,
  Problem,
  type Actor,
  type Implementation,
  type UserActor,
} from '@tieout/platform'
import { asUseCase } from './as-use-case.ts'

/** Everything the module answers, as use cases of this host: with its permissions, transactions and audit. */
export const mount = (answers: readonly Answer[]): Implementation[] =>
  answers.map((each) => (each.scope === 'inside' ? inside(each) : outside(each)))

const inside = ({ route, run }: Extract<Answer, { scope: 'inside' }>): Implementation =>
  implementForUser(asUseCase(route), ({ trx, actor, audit }, input) =>
    saidOurWay(() => run({ ...askingOf(actor), trx, audit }, input as never)),
  )

/** It opens its own transactions, so that none is open while the service is asked. */
const outside = ({ route, run }: Extract<Answer, { scope: 'outside' }>): Implementation =>
  implementSystem(asUseCase(route), ({ actor, auditAs }, input) => {
    const user = userIn(actor)
    const auditIn = (trx: Parameters<typeof auditAs>[0], event: Parameters<typeof auditAs>[3]) =>
      auditAs(trx, user.tenant, user, event)
    return saidOurWay(() => run({ ...askingOf(user), auditIn }, input as never))
  })

export const askingOf = ({ tenant, userId, displayName, sessionId }: UserActor): Asking => ({
  tenant,
  userId,
  name: displayName,
  sessionId,
})

function userIn(actor: Actor | null): UserActor {
  if (actor?.kind !== 'user') throw new Error('the accounting sync is asked by people')
  return actor
}

export async function saidOurWay<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof Refused)) throw error
    throw new Problem({ code: error.code, status: error.status, detail: error.message })
  }
}
