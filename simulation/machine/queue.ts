import type { IJobRunner, JobHandler, JobPayload, Transaction, WatchedRunner } from '@tieout/platform'
import {
  cancel,
  enqueue,
  lost,
  recur,
  type Line,
  type QueueParts,
  type QueueWorker,
  type Worker,
} from './queue-line.ts'
import type { Waiter } from './scheduler.ts'

/**
 * The queue of all processes, as `IJobRunner` describes it: a job exists if its transaction commits, one waits for
 * each key, a recurring one comes up by itself, and one whose process died is given to another. It lives as long as
 * the database, so no death touches it.
 */
export interface Queue {
  /** Of one process. */
  runnerFor(worker: QueueWorker): WatchedRunner
  /** What was asked for inside the transaction that is open. */
  transactionEnded(how: 'kept' | 'given up'): void
  /** That process runs nothing any more. */
  died(worker: Waiter): void
  /** No more jobs twice, late or lost. */
  heal(): void
  /** No job is being done at the moment. */
  isIdle(): boolean
  /** Nothing comes up by itself any more; for looking at one cycle alone. */
  hush(): void
}

export function createQueue(parts: QueueParts): Queue {
  const state: Line = {
    ...parts,
    rates: { ...parts.rates },
    waiting: new Map(),
    recurring: new Map(),
    running: new Set(),
    workers: [],
    staged: [],
    hushed: false,
  }
  return {
    runnerFor(worker) {
      const own: Worker = { ...worker, handlers: new Map(), running: new Map() }
      return runnerOf(state, own)
    },
    transactionEnded(how) {
      const staged = state.staged.splice(0)
      if (how === 'kept') for (const each of staged) each()
    },
    died(waiter) {
      state.workers = state.workers.filter((each) => each.waiter !== waiter)
      for (const each of state.running) {
        if (each.worker.waiter !== waiter) continue
        state.running.delete(each)
        lost(state, each)
      }
    },
    heal: () => void Object.assign(state.rates, { twice: 0, late: 0 }),
    isIdle: () => state.running.size === 0,
    hush() {
      state.hushed = true
    },
  }
}

function runnerOf(state: Line, worker: Worker): WatchedRunner {
  const stage = async (
    trx: Transaction | undefined,
    tenant: string | null,
    change: () => void,
  ): Promise<void> => {
    const put = () => {
      state.staged.push(change)
      state.asked()
    }
    if (trx !== undefined) return put()
    await worker.inTransaction(tenant, async () => put())
  }
  const send: IJobRunner['scheduleJobAt'] = async (kind, at, payload, { singletonKey, trx } = {}) => {
    const id = worker.ids.uuid()
    const key = JSON.stringify([kind, payload.tenant, singletonKey ?? id])
    const taken = state.waiting.has(key)
    const job = { id, kind, payload: structuredClone(payload), key, attempt: 1 }
    await stage(trx, payload.tenant, () => enqueue(state, job, at.getTime()))
    return taken ? null : id
  }
  return {
    getRunnerType: () => 'simulated',
    registerHandler(kind, handler, options = {}) {
      worker.handlers.set(kind, { run: handler as JobHandler<JobPayload>, options })
    },
    scheduleJob: (kind, payload, options) => send(kind, new Date(0), payload, options),
    scheduleJobAt: send,
    async scheduleRecurringJob(kind, recurrence, payload, { singletonKey, trx }) {
      const key = JSON.stringify([kind, payload.tenant, singletonKey])
      const id = state.recurring.get(key)?.id ?? worker.ids.uuid()
      await stage(trx, payload.tenant, () => recur(state, { id, kind, payload, key }, recurrence))
      return id
    },
    async cancelJob(id, tenant, { trx } = {}) {
      const found =
        [...state.recurring.values()].some((each) => each.id === id && each.tenant === tenant) ||
        [...state.waiting.values()].some((each) => each.id === id && each.payload.tenant === tenant)
      await stage(trx, tenant, () => cancel(state, id))
      return found
    },
    getJobStatus: async () => null,
    async start() {
      state.workers.push(worker)
    },
    async stop() {},
    isHealthy: async () => true,
    board: {
      list: async () => [],
      find: async () => null,
      retry: async () => false,
      troubled: async () => [],
    },
  }
}
