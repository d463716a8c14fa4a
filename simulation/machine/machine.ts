import type { Sandbox } from '@tieout/qbo-sandbox'
import type { Base } from '../base/base.ts'
import { BEGINNING, KEYRING, serviceFor } from '../base/base.ts'
import type { Clone } from '../base/cluster.ts'
import type { Plan } from '../plan.ts'
import { chanceOf, type Chance } from './chance.ts'
import type { GateWatch } from './gate.ts'
import { bear, type Process } from './process.ts'
import { createQueue, type Queue } from './queue.ts'
import { watchRefreshes } from './refreshes.ts'
import { createScheduler, THE_WORLD, type Scheduler, type Waiter } from './scheduler.ts'
import { createStrikes, type Point, type Strikes } from './strikes.ts'
import { createTrace, type Trace } from './trace.ts'
import type { WireWatch } from './wire.ts'
import { writesIn } from './writes.ts'

/** All that moves in a run: the processes, their queue, the service and the time. */
export interface Machine {
  plan: Plan
  chance: Chance
  scheduler: Scheduler
  sandbox: Sandbox
  queue: Queue
  strikes: Strikes
  trace: Trace
  /** What any process has logged. */
  log: string[]
  /** Found by the machine itself. */
  complaints: string[]
  /** Those that live. */
  processes(): readonly Process[]
  /** How many have died so far. */
  deaths(): number
  /** Begins with as many processes as the plan says. */
  boot(): void
  /** Nothing strikes any more: clocks go right, the frozen move, and everybody is there again. */
  heal(): void
}

const HOUR = 3_600_000

export function createMachine(
  base: Base,
  clone: Clone,
  plan: Plan,
  onPoint: (point: Point) => void,
): Machine {
  const chance = chanceOf(plan.seed, 'run')
  const lots = chance.fork('lots')
  const scheduler = createScheduler(BEGINNING + plan.startsAfterHours * HOUR, () => lots.next())
  const sandbox = serviceFor(scheduler)
  sandbox.restore(base.service)
  sandbox.chaos.reseed(chance.fork('service').int(2 ** 31))
  if (plan.forgetAfterRequests !== null) sandbox.knobs.replay.forgetAfterRequests = plan.forgetAfterRequests
  const trace = createTrace(() => scheduler.now())
  const strikes = createStrikes({ plan, chance, clock: scheduler, tell: trace.tell, onPoint })
  const queue = createQueue({
    scheduler,
    chance: chance.fork('queue'),
    rates: { twice: plan.jobTwice, late: plan.jobLate },
    tell: trace.tell,
    struck: strikes.count,
    asked: () => void state.statements.push(A_JOB),
  })
  const state: State = {
    living: [],
    births: 0,
    deaths: 0,
    healed: false,
    statements: [],
    overtaken: { rate: plan.overtaken },
    alongLine: watchRefreshes(scheduler, (what) => {
      if (plan.skewMinutes === 0 && plan.jumps === 0) machine.complaints.push(what)
    }),
  }
  clone.tellStatements((sql) => void state.statements.push(sql))
  const machine: Machine = {
    plan,
    chance,
    scheduler,
    sandbox,
    queue,
    strikes,
    trace,
    log: [],
    complaints: [],
    processes: () => state.living,
    deaths: () => state.deaths,
    boot() {
      armService(sandbox, plan)
      for (let place = 1; place <= plan.workers; place += 1)
        beginLife(machine, state, clone, `worker-${place}`)
    },
    heal() {
      state.healed = true
      sandbox.chaos.calm()
      sandbox.knobs.clock.skewMilliseconds = 0
      delete sandbox.knobs.replay.forgetAfterRequests
      strikes.heal()
      queue.heal()
      state.overtaken.rate = 0
      for (const each of state.living) {
        each.skew.milliseconds = 0
        each.freeze(0)
      }
    },
  }
  return machine
}

/** No seed has a thousand changes, so a service that cuts answers off does so at a few, as everybody knows. */
const CUT_OFF_AT = 4

export const isCutOff = ({ service, armed = [] }: Plan): boolean =>
  service['changes-truncated'] !== undefined || armed.some((each) => each.fault === 'changes-truncated')

function armService({ chaos }: Sandbox, { service, armed = [] }: Plan): void {
  const { 'changes-truncated': rate, ...others } = service
  const params = { cap: CUT_OFF_AT }
  chaos.rates(others)
  if (rate !== undefined) chaos.arm({ fault: 'changes-truncated', rate, params })
  for (const rule of armed) chaos.arm(rule.fault === 'changes-truncated' ? { ...rule, params } : rule)
}

/** The queue is no table here; asking it for something is as much as writing. */
const A_JOB = 'insert into jobs'

interface State {
  living: Process[]
  births: number
  deaths: number
  healed: boolean
  /** Of the transaction that is open, or of the last one. */
  statements: string[]
  overtaken: { rate: number }
  alongLine: ReturnType<typeof watchRefreshes>
}

function beginLife(machine: Machine, state: State, clone: Clone, name: string): void {
  const { scheduler, queue, chance, plan, sandbox, trace, log } = machine
  state.births += 1
  const own = chance.fork(`process ${state.births}`)
  const skewed = !state.healed && plan.skewMinutes > 0 && own.happens(0.6)
  const skewMilliseconds = skewed ? own.between(-plan.skewMinutes * 60_000, plan.skewMinutes * 60_000) : 0
  const process: Process = bear({
    name,
    birth: state.births,
    database: clone.database,
    keyring: KEYRING,
    scheduler,
    queue,
    chance: own,
    wire: { sandbox, scheduler, overtaken: state.overtaken },
    alongLine: state.alongLine,
    skewMilliseconds,
    changesCap: isCutOff(plan) ? CUT_OFF_AT : undefined,
    write: (line) => void log.push(line),
    watching: (waiter) => watching(machine, state, waiter, () => process),
  })
  if (skewed) machine.strikes.count('clock-skewed', 'process')
  state.living.push(process)
  trace.tell(name, skewed ? `begins, its clock ${Math.round(skewMilliseconds / 1000)} s wrong` : 'begins')
  process.onDeath(() => {
    state.living = state.living.filter((each) => each !== process)
    state.deaths += 1
    // Whoever watches over it starts another in its place.
    const later = scheduler.now() + (state.healed ? 1000 : own.between(2, 400) * 1000)
    scheduler.at(later, THE_WORLD, () => beginLife(machine, state, clone, name))
  })
  start(machine, process)
}

/** A process that cannot begin ends, and is started anew. */
function start(machine: Machine, process: Process): void {
  const waiter: Waiter = process
  machine.scheduler.at(machine.scheduler.now(), waiter, () => {
    void process.host.start().catch((error: unknown) => {
      machine.trace.tell(
        process.name,
        `cannot begin: ${error instanceof Error ? error.message : String(error)}`,
      )
      process.die()
    })
  })
}

function watching(
  { strikes, trace, queue, scheduler, complaints }: Machine,
  state: State,
  waiter: Waiter,
  itself: () => Process,
): GateWatch & WireWatch {
  const { name } = waiter
  const wrote = () => writesIn(state.statements)
  const struck = strikes.watch({
    name,
    freeze: (milliseconds) => itself().freeze(scheduler.now() + milliseconds),
    die: () => itself().die(),
    wrote,
  })
  return {
    ...struck,
    began() {
      state.statements = []
    },
    ended(how) {
      queue.transactionEnded(how)
      const what = wrote()
      if (how === 'given up')
        trace.tell(name, `a transaction is rolled back${what === '' ? '' : `: ${what}`}`)
      else if (what !== '') trace.tell(name, `keeps ${what}`)
    },
    beforeCall(call) {
      trace.tell(name, `asks the service: ${call.says}`)
      return struck.beforeCall(call)
    },
    afterCall(call, status) {
      trace.tell(name, `hears of ${call.says}: ${status === 0 ? 'nothing' : status}`)
      return struck.afterCall(call, status)
    },
    didNotUnderstand(error) {
      complaints.push(`a call was not understood: ${String(error)}`)
    },
    tookAway: (what) => void complaints.push(what),
    spokeInTransaction(call) {
      complaints.push(`${name} asked the service while a transaction was open: ${call.says}`)
    },
  }
}
