/** Whoever waits: a process that may die or be frozen, or the world itself. */
export interface Waiter {
  readonly name: string
  isAlive(): boolean
  /** It moves again at this time, in virtual milliseconds; in the past when it is not frozen. */
  frozenUntil(): number
}

export const THE_WORLD: Waiter = { name: 'world', isAlive: () => true, frozenUntil: () => 0 }

/**
 * One thing at a time. Whoever runs goes on until all of it is parked: in a pause, or in front of the gate, behind
 * which one transaction at a time is open. Then the one whose turn it is at the gate goes through; and if nobody
 * stands there, the next event comes, and only then time passes. So a run follows from its seed alone.
 */
export interface Scheduler {
  now(): number
  /** Ends with the signal; of a waiter who died it never ends. */
  sleep(waiter: Waiter, milliseconds: number, signal?: AbortSignal): Promise<void>
  /** At that time, unless the waiter is dead by then. */
  at(time: number, waiter: Waiter, run: () => void): Appointment
  /** Through the gate, in the order of asking. `work` must come to an end without anybody being woken. */
  throughGate(waiter: Waiter, work: () => Promise<void>): void
  /** Work on the machine's own time that is no transaction: nothing else happens until it is done. */
  busy<T>(work: () => Promise<T>): Promise<T>
  /** Goes on until it is said to be over, which is asked whenever everything stands still. */
  run(isOver: () => boolean | Promise<boolean>): Promise<void>
  /** How many steps were taken: events and transactions. */
  steps(): number
}

export interface Appointment {
  cancel(): void
}

interface Event {
  time: number
  /** Drawn: who of several at the same time comes first. */
  lot: number
  waiter: Waiter
  run(): void
  cancelled: boolean
}

/** A turn of the event loop in which nothing new was asked for shows that all are parked. */
const QUIET_TURNS = 2

export class NothingLeft extends Error {
  override readonly name = 'NothingLeft'
}

export function createScheduler(start: number, draw: () => number): Scheduler {
  const state: State = { now: start, steps: 0, asked: 0, busy: 0, events: [], gate: [], idle: [] }
  const add = (time: number, waiter: Waiter, run: () => void): Event => {
    const event = { time: Math.max(time, state.now), lot: draw(), waiter, run, cancelled: false }
    state.events.push(event)
    state.asked += 1
    return event
  }
  const scheduler: Scheduler = {
    now: () => state.now,
    steps: () => state.steps,
    at(time, waiter, run) {
      const event = add(time, waiter, run)
      return { cancel: () => cancel(state, event) }
    },
    async sleep(waiter, milliseconds, signal) {
      if (signal?.aborted === true && waiter.isAlive()) throw signal.reason
      await new Promise<void>((done, failed) => {
        const event = add(state.now + Math.max(0, milliseconds), waiter, () => {
          signal?.removeEventListener('abort', aborted)
          done()
        })
        const aborted = () => {
          cancel(state, event)
          state.asked += 1
          if (waiter.isAlive()) failed(signal?.reason as Error)
        }
        signal?.addEventListener('abort', aborted, { once: true })
      })
    },
    throughGate(waiter, work) {
      state.gate.push({ waiter, work })
      state.asked += 1
    },
    async busy(work) {
      state.busy += 1
      try {
        return await work()
      } finally {
        state.busy -= 1
        state.asked += 1
        if (state.busy === 0) for (const wake of state.idle.splice(0)) wake()
      }
    },
    run: (isOver) => turnOver(state, isOver),
  }
  return scheduler
}

interface State {
  now: number
  steps: number
  /** Counts whatever is asked for, so that quiet can be told. */
  asked: number
  busy: number
  events: Event[]
  gate: { waiter: Waiter; work(): Promise<void> }[]
  idle: (() => void)[]
}

async function turnOver(state: State, isOver: () => boolean | Promise<boolean>): Promise<void> {
  for (;;) {
    await quiet(state)
    if (await isOver()) return
    state.steps += 1
    const passing = nextAtGate(state)
    if (passing !== undefined) {
      await passing.work()
      continue
    }
    const event = nextEvent(state)
    if (event === undefined) throw new NothingLeft('nobody waits for anything, and it is not over')
    state.now = Math.max(state.now, event.time)
    event.run()
  }
}

async function quiet(state: State): Promise<void> {
  for (let turns = 0; turns < QUIET_TURNS;) {
    const seen = state.asked
    await new Promise((done) => setImmediate(done))
    if (state.busy > 0) await new Promise<void>((wake) => state.idle.push(wake))
    turns = state.asked === seen ? turns + 1 : 0
  }
}

/** The dead leave the line; the frozen keep their place in it. */
function nextAtGate(state: State) {
  state.gate = state.gate.filter(({ waiter }) => waiter.isAlive())
  const at = state.gate.findIndex(({ waiter }) => waiter.frozenUntil() <= state.now)
  return at < 0 ? undefined : state.gate.splice(at, 1)[0]
}

function nextEvent(state: State): Event | undefined {
  for (;;) {
    let first: Event | undefined
    for (const event of state.events) {
      if (first === undefined || isBefore(event, first)) first = event
    }
    // Those who are frozen at the gate come on when they thaw, whatever else happens.
    const thaw = Math.min(...state.gate.map(({ waiter }) => waiter.frozenUntil()))
    if (thaw <= (first?.time ?? Infinity)) {
      if (thaw === Infinity) return undefined
      return { time: thaw, lot: 0, waiter: THE_WORLD, run: () => {}, cancelled: false }
    }
    if (first === undefined) return undefined
    const frozenUntil = first.waiter.frozenUntil()
    if (first.waiter.isAlive() && frozenUntil > Math.max(first.time, state.now)) {
      first.time = frozenUntil
      continue
    }
    cancel(state, first)
    if (first.waiter.isAlive()) return first
  }
}

const isBefore = (a: Event, b: Event) => a.time < b.time || (a.time === b.time && a.lot < b.lot)

function cancel(state: State, event: Event): void {
  if (event.cancelled) return
  event.cancelled = true
  const at = state.events.indexOf(event)
  const last = state.events.pop()
  if (at >= 0 && last !== undefined && last !== event) state.events[at] = last
}
