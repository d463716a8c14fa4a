import { conflict, Problem, type Transaction } from '@tieout/platform'

/** `unfinalize` is asked before a posted document becomes a draft again, `delete` before a draft goes. */
export type GuardedAction = 'void' | 'unfinalize' | 'delete'

export interface Refusal {
  invoiceId: string
  /** Screens translate it; kebab-case. */
  messageKey: string
  params: Record<string, string | number>
  /** The reason as a sentence, for whoever has no translation. */
  reason: string
}

/** Another module's right to refuse. Asked with the documents locked, so that its answer still holds. */
export interface Guard {
  name: string
  actions: readonly GuardedAction[]
  refuse(
    trx: Transaction,
    tenant: string,
    action: GuardedAction,
    invoiceIds: readonly string[],
  ): Promise<readonly Refusal[]>
}

export interface Guards {
  add(guard: Guard): void
  /** Throws when anybody refuses, or cannot say. */
  allow(trx: Transaction, tenant: string, action: GuardedAction, invoiceIds: readonly string[]): Promise<void>
}

export function createGuards(): Guards {
  const guards: Guard[] = []
  return {
    add(guard) {
      guards.push(guard)
    },
    async allow(trx, tenant, action, invoiceIds) {
      for (const guard of guards) {
        if (!guard.actions.includes(action)) continue
        const refusals = await answerOf(guard, () => guard.refuse(trx, tenant, action, invoiceIds))
        const first = refusals[0]
        if (first) throw refused(guard, refusals, first)
      }
    },
  }
}

/** One that fails has not agreed: better to ask again later than to undo what cannot be undone. */
async function answerOf(guard: Guard, ask: () => Promise<readonly Refusal[]>): Promise<readonly Refusal[]> {
  try {
    return await ask()
  } catch (cause) {
    if (cause instanceof Problem) throw cause
    const detail = 'Whether this may be done could not be checked, so it was not done. Try again in a moment.'
    throw Object.assign(conflict('guard-failed', detail, { guard: guard.name }), { cause })
  }
}

const refused = (guard: Guard, refusals: readonly Refusal[], first: Refusal) =>
  conflict('refused-by-guard', first.reason, { guard: guard.name, refusals })
