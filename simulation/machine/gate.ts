import { AsyncLocalStorage } from 'node:async_hooks'
import type { Database, Transaction } from '@tieout/platform'
import type { Scheduler, Waiter } from './scheduler.ts'

/** What comes over somebody at a point: nothing, its end, or an error that it is told. */
export type Blow = { kind: 'none' } | { kind: 'death' } | { kind: 'error'; error: Error }

export const NO_BLOW: Blow = { kind: 'none' }

/** Told of each transaction on its way through the gate. */
export interface GateWatch {
  began(): void
  /** Everything is done, and nothing is kept yet. */
  beforeCommit(): Blow
  /** All of it is kept, and nobody has been told yet. */
  afterCommit(): Blow
  /** Came to its end, one way or another. */
  ended(how: 'kept' | 'given up'): void
}

/** Somebody who waits here is never woken. */
export const never = <T>(): Promise<T> => new Promise<T>(() => {})

const within = new AsyncLocalStorage<Waiter>()

/** Whether a transaction is open for whoever asks: nobody may speak to the outside meanwhile. */
export const isInTransaction = (): boolean => within.getStore() !== undefined

class CutOff extends Error {}

/** The database of one process: each transaction is one step of the simulation, and something may strike at both of its ends. */
export function databaseThroughGate(
  database: Database,
  scheduler: Scheduler,
  waiter: Waiter,
  watch: GateWatch,
): Database {
  const through = <T>(open: Opened<T>, work: Work<T>): Promise<T> =>
    // A transaction within another one is part of its step.
    within.getStore() === waiter ? open(work) : stepThrough(scheduler, waiter, watch, open, work)
  return {
    ...database,
    withTenant: (tenant, work) => through((open) => database.withTenant(tenant, open), work),
    withSystem: (work) => through((open) => database.withSystem(open), work),
  }
}

type Work<T> = (trx: Transaction) => Promise<T>
type Opened<T> = (work: Work<T>) => Promise<T>

function stepThrough<T>(
  scheduler: Scheduler,
  waiter: Waiter,
  watch: GateWatch,
  open: Opened<T>,
  work: Work<T>,
): Promise<T> {
  return new Promise<T>((done, failed) => {
    scheduler.throughGate(waiter, () =>
      within.run(waiter, async () => {
        const end = await transaction(watch, open, work)
        if (end.kind === 'answer') done(end.value)
        if (end.kind === 'error') failed(end.error)
      }),
    )
  })
}

type End<T> = { kind: 'answer'; value: T } | { kind: 'error'; error: unknown } | { kind: 'cut off' }

async function transaction<T>(watch: GateWatch, open: Opened<T>, work: Work<T>): Promise<End<T>> {
  let value: T
  watch.began()
  try {
    value = await open(async (trx) => {
      const result = await work(trx)
      const blow = watch.beforeCommit()
      if (blow.kind === 'death') throw new CutOff()
      if (blow.kind === 'error') throw blow.error
      return result
    })
  } catch (error) {
    watch.ended('given up')
    return error instanceof CutOff ? { kind: 'cut off' } : { kind: 'error', error }
  }
  watch.ended('kept')
  const blow = watch.afterCommit()
  if (blow.kind === 'death') return { kind: 'cut off' }
  return blow.kind === 'error' ? { kind: 'error', error: blow.error } : { kind: 'answer', value }
}
