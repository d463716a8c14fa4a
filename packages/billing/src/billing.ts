import type { Clock, Ids, Transaction } from '@tieout/platform'
import { createGuards, type Guards } from './documents/guards.ts'
import { createNarrowings, type Narrowings } from './documents/narrowings.ts'
import { createReadiness, type Readiness } from './documents/readiness.ts'
import { createLifecycle, type Lifecycle } from './lifecycle.ts'

/** The books as other modules meet them: what they may hear of, warn about, refuse and narrow. */
export interface Billing {
  lifecycle: Lifecycle
  readiness: Readiness
  guards: Guards
  narrowings: Narrowings
}

export function createBilling(): Billing {
  return {
    lifecycle: createLifecycle(),
    readiness: createReadiness(),
    guards: createGuards(),
    narrowings: createNarrowings(),
  }
}

/** What a step of the books works with: one tenant's transaction, and who hears of it. */
export interface BooksContext {
  tenant: string
  trx: Transaction
  clock: Clock
  ids: Ids
  billing: Billing
}
