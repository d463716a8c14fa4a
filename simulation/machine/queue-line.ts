import type {
  HandlerOptions,
  Ids,
  JobHandler,
  JobPayload,
  Recurrence,
  RunningJob,
  Transaction,
} from '@tieout/platform'
import type { Chance } from './chance.ts'
import { THE_WORLD, type Appointment, type Scheduler, type Waiter } from './scheduler.ts'

export interface QueueWorker {
  waiter: Waiter
  ids: Ids
  /** A transaction of the process, in which a job is sent that nobody has opened one for. */
  inTransaction(tenant: string | null, work: (trx: Transaction) => Promise<void>): Promise<void>
}

export interface QueueParts {
  scheduler: Scheduler
  chance: Chance
  rates: { twice: number; late: number }
  tell(who: string, what: string): void
  struck(fault: 'job-twice' | 'job-late', kind: string): void
  /** The open transaction asks for something. */
  asked(): void
}

export interface Waiting {
  id: string
  kind: string
  payload: JobPayload
  key: string
  attempt: number
  due: number
  appointment: Appointment
}

export interface Running {
  job: Waiting
  worker: Worker
}

export interface Worker extends QueueWorker {
  handlers: Map<string, { run: JobHandler<JobPayload>; options: HandlerOptions }>
  running: Map<string, number>
}

export interface Recurring {
  id: string
  kind: string
  tenant: string | null
  everyMilliseconds: number
  payload: JobPayload
  key: string
  next: Appointment
}

/** All that waits, recurs and runs. */
export interface Line extends QueueParts {
  waiting: Map<string, Waiting>
  recurring: Map<string, Recurring>
  running: Set<Running>
  workers: Worker[]
  /** Done when the open transaction commits. */
  staged: (() => void)[]
  hushed: boolean
}

const SECOND = 1000

/** One that waits already starts no later than this one would have. */
export function enqueue(state: Line, job: Omit<Waiting, 'due' | 'appointment'>, at: number): void {
  const { scheduler, chance, rates } = state
  let due = Math.max(at, scheduler.now() + chance.between(50, 2000))
  if (chance.happens(rates.late)) {
    due += chance.between(10, 600) * SECOND
    state.struck('job-late', job.kind)
  }
  const earlier = state.waiting.get(job.key)
  if (earlier !== undefined && earlier.due <= due) return
  earlier?.appointment.cancel()
  const kept = earlier ?? job
  const appointment = scheduler.at(due, THE_WORLD, () => dispatch(state, job.key))
  state.waiting.set(job.key, { ...kept, due, appointment })
}

function dispatch(state: Line, key: string): void {
  const job = state.waiting.get(key)
  if (job === undefined || state.hushed) return
  const free = state.workers.filter(({ waiter, handlers, running }) => {
    const concurrency = handlers.get(job.kind)?.options.concurrency ?? 2
    return (
      waiter.frozenUntil() <= state.scheduler.now() &&
      handlers.has(job.kind) &&
      (running.get(job.kind) ?? 0) < concurrency
    )
  })
  if (free.length === 0) {
    job.appointment = state.scheduler.at(state.scheduler.now() + 2 * SECOND, THE_WORLD, () =>
      dispatch(state, key),
    )
    return
  }
  state.waiting.delete(key)
  perform(state, job, state.chance.pick(free))
  if (!state.chance.happens(state.rates.twice)) return
  // Its sign of life did not come through in time: another is given the same, sooner or later.
  state.struck('job-twice', job.kind)
  const again = { ...job, key: `${job.key} again` }
  enqueue(state, again, state.scheduler.now() + state.chance.between(0, 60) * SECOND)
}

function perform(state: Line, job: Waiting, worker: Worker): void {
  const { scheduler } = state
  const registered = worker.handlers.get(job.kind)
  if (registered === undefined) return
  const running = { job, worker }
  const end = new AbortController()
  const seconds = registered.options.timeoutSeconds ?? 300
  const patience = scheduler.at(scheduler.now() + seconds * SECOND, worker.waiter, () =>
    end.abort(new Error('the job took too long')),
  )
  state.running.add(running)
  worker.running.set(job.kind, (worker.running.get(job.kind) ?? 0) + 1)
  state.tell(worker.waiter.name, `takes the job ${job.kind}`)
  const over = (failure: unknown) => {
    patience.cancel()
    worker.running.set(job.kind, (worker.running.get(job.kind) ?? 1) - 1)
    if (!state.running.delete(running) || failure === null) return
    state.tell(worker.waiter.name, `fails the job ${job.kind}: ${said(failure)}`)
    const isPermanent = registered.options.isPermanent?.(failure) ?? false
    if (!isPermanent) again(state, running, (registered.options.backoffSeconds ?? 5) * 2 ** (job.attempt - 1))
  }
  const asked: RunningJob<JobPayload> = {
    id: job.id,
    kind: job.kind,
    payload: job.payload,
    attempt: job.attempt,
    signal: end.signal,
  }
  void registered.run(asked).then(
    () => over(null),
    (error: unknown) => over(error ?? new Error('no reason was given')),
  )
}

/** Nothing is heard of it: after half a minute or so that is noticed. */
export const lost = (state: Line, running: Running): void =>
  again(state, running, state.chance.between(30, 60))

function again(state: Line, { job, worker }: Running, seconds: number): void {
  const most = worker.handlers.get(job.kind)?.options.attempts ?? 5
  if (job.attempt >= most) return
  enqueue(state, { ...job, attempt: job.attempt + 1 }, state.scheduler.now() + seconds * SECOND)
}

export function recur(
  state: Line,
  { id, kind, payload, key }: Pick<Recurring, 'id' | 'kind' | 'payload' | 'key'>,
  recurrence: Recurrence,
): void {
  const seconds = 'cron' in recurrence ? 24 * 3600 : recurrence.everySeconds
  const everyMilliseconds = Math.max(seconds, SLOWEST_HOUSEKEEPING[kind] ?? 0) * SECOND
  const known = state.recurring.get(key)
  if (known !== undefined && known.everyMilliseconds === everyMilliseconds) return
  known?.next.cancel()
  const entry: Recurring = {
    id,
    kind,
    tenant: payload.tenant,
    everyMilliseconds,
    payload: structuredClone(payload),
    key,
    next: { cancel() {} },
  }
  state.recurring.set(key, entry)
  comeUp(state, entry, state.chance.int(everyMilliseconds))
}

/** What looks after things every minute does so a little more seldom here: it costs time and finds nothing. */
const SLOWEST_HOUSEKEEPING: Readonly<Record<string, number>> = {
  'accounting-token-renewal': 240,
  'audit.seal': 1200,
  'retention.sweep': 1_000_000,
}

function comeUp(state: Line, entry: Recurring, inMilliseconds: number): void {
  entry.next = state.scheduler.at(state.scheduler.now() + inMilliseconds, THE_WORLD, () => {
    comeUp(state, entry, entry.everyMilliseconds)
    if (state.hushed) return
    const id = `${entry.id} ${state.scheduler.now()}`
    enqueue(state, { id, kind: entry.kind, payload: entry.payload, key: entry.key, attempt: 1 }, 0)
  })
}

export function cancel(state: Line, id: string): void {
  for (const [key, each] of state.recurring) {
    if (each.id !== id) continue
    each.next.cancel()
    state.recurring.delete(key)
  }
  for (const [key, each] of state.waiting) {
    if (each.id !== id) continue
    each.appointment.cancel()
    state.waiting.delete(key)
  }
}

const said = (error: unknown) => (error instanceof Error ? error.message : String(error))
