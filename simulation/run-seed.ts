import type { Base } from './base/base.ts'
import type { Cast } from './cast.ts'
import { takeClone } from './base/clones.ts'
import type { Clone } from './base/cluster.ts'
import { mendCauses } from './heal.ts'
import { createMachine, type Machine } from './machine/machine.ts'
import { THE_WORLD } from './machine/scheduler.ts'
import type { Point } from './machine/strikes.ts'
import { letPeopleWork, peopleOf, type ActsOutcome } from './people.ts'
import type { Plan } from './plan.ts'
import { worldOf } from './the-world.ts'
import type { Check, Violation, World } from './world.ts'

export interface SeedResult {
  plan: Plan
  violations: readonly Violation[]
  /** What could have gone wrong: operations that went out, and what people did. */
  operations: number
  acts: number
  deaths: number
  /** Virtual. */
  milliseconds: number
  steps: number
  /** How often each fault met each kind of operation. */
  reached: Readonly<Record<string, number>>
  /** Points at which something could strike. */
  points: number
  hash: string
  story: readonly string[]
}

export interface RunOptions {
  base: Base
  cast: Cast
  plan: Plan
  /** Told of every point that is passed, in order. */
  onPoint?(point: Point): void
  /** Steps between two looks at what always holds. */
  lookEvery?: number
}

/** One seed from begin to end: things go wrong, heal, come to rest, and are judged. */
export async function runSeed({
  base,
  cast,
  plan,
  onPoint,
  lookEvery = 25,
}: RunOptions): Promise<SeedResult> {
  const { clone, giveBack } = await takeClone(base)
  let isSound = false
  try {
    const tenants = base.tenants.slice(0, plan.tenants)
    await leaveOut(
      clone,
      base.tenants.slice(plan.tenants).map((each) => each.tenant),
    )
    await mayCreateCustomers(
      clone,
      tenants.filter((_, at) => plan.createCustomers[at] === true).map((each) => each.tenant),
    )
    const machine = createMachine(base, clone, plan, onPoint ?? (() => {}))
    const world = worldOf(machine, clone, peopleOf(machine, tenants))
    const result = await lived(machine, world, clone, cast, lookEvery)
    isSound = result.violations.length === 0
    return result
  } finally {
    await giveBack(isSound ? 'sound' : 'spoilt')
  }
}

/** Of three companies in the base, one may have no part in this. */
async function leaveOut({ owner }: Clone, tenants: readonly string[]): Promise<void> {
  if (tenants.length > 0) {
    await owner('accounting_connections').whereIn('tenant', tenants).update({ status: 'disconnected' })
  }
}

async function mayCreateCustomers({ owner }: Clone, tenants: readonly string[]): Promise<void> {
  if (tenants.length === 0) return
  await owner('accounting_connections')
    .whereIn('tenant', tenants)
    .update({ settings: owner.raw(`settings || '{"createCustomers": true}'`) })
}

async function lived(
  machine: Machine,
  world: World,
  clone: Clone,
  cast: Cast,
  lookEvery: number,
): Promise<SeedResult> {
  const { scheduler, plan, trace } = machine
  const beganAt = scheduler.now()
  const violations: Violation[] = []
  const always = cast.always()
  const look = async () => violations.push(...(await found(always, world)))
  const judge = { next: lookEvery, every: lookEvery, look }
  machine.boot()
  const people = letPeopleWork(machine, world, cast.acts)
  jumpClocks(machine)
  try {
    await passUntil(machine, judge, violations, beganAt + plan.minutes * 60_000)
    machine.heal()
    trace.tell('world', 'nothing goes wrong any more')
    await settle(machine, world, judge, violations)
    await look()
    if (violations.length === 0) {
      machine.queue.hush()
      violations.push(...(await found(cast.settled, world)))
    }
  } catch (error) {
    violations.push(complaint(error instanceof Error ? (error.stack ?? error.message) : String(error)))
  }
  return await resultOf(machine, clone, [...violations, ...ofMachine(machine, people)], people, beganAt)
}

interface Judge {
  next: number
  every: number
  look(): Promise<unknown>
}

/** Until then, and until nobody is in the middle of a job. Whatever is found wrong ends it. */
async function passUntil(
  { scheduler, queue }: Machine,
  judge: Judge,
  violations: readonly Violation[],
  time: number,
): Promise<void> {
  let reached = false
  scheduler.at(time, THE_WORLD, () => (reached = true))
  await scheduler.run(async () => {
    if (scheduler.steps() >= judge.next) {
      judge.next = scheduler.steps() + judge.every
      await judge.look()
    }
    return violations.length > 0 || (reached && queue.isIdle())
  })
}

const MINUTE = 60_000
/** What arrives late arrives within ten minutes. */
const LATEST = 11 * MINUTE
/** In which each company's schedule comes by. */
const ROUND = 16 * MINUTE
const MOST_ROUNDS = 60

/** Cycles come by until nothing is open that time could bring on. */
async function settle(
  machine: Machine,
  world: World,
  judge: Judge,
  violations: readonly Violation[],
): Promise<void> {
  const { scheduler } = machine
  await passUntil(machine, judge, violations, scheduler.now() + LATEST)
  let mended = false
  let failure: unknown
  const mend = () => {
    mended = false
    void mendCauses(machine, world).then(
      () => (mended = true),
      (error: unknown) => (failure = error),
    )
  }
  mend()
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    if (violations.length > 0) return
    await passUntil(machine, judge, violations, scheduler.now() + ROUND)
    if (failure !== undefined) throw failure
    // That a consent was taken back in the last moment may be noticed by nobody until now.
    if (mended && !(await allAreConnected(world))) mend()
    if (mended && round >= 1 && (await atRest(world, scheduler.now()))) return
  }
  throw new Error('it does not come to rest after all faults have healed')
}

async function allAreConnected({ owner, tenants }: World): Promise<boolean> {
  const ids = tenants.map((each) => each.connectionId)
  const others = await owner('accounting_connections')
    .whereIn('connection_id', ids)
    .whereNot('status', 'connected')
    .select('connection_id')
  return others.length === 0
}

async function atRest({ owner, tenants }: World, now: number): Promise<boolean> {
  const { rows } = await owner.raw<{ rows: { open: number }[] }>(
    `select (select count(*) from accounting_sync_operations
              where tenant = any (:tenants)
                and (status = 'in_progress' or (status = 'pending' and next_attempt_at is not null and wait_reason is distinct from 'waits_for_document')
                  -- What was sent just now may have done something over there, which the next look tells.
                  or (status = 'done' and processed_at > :lately)))
          + (select count(*) from accounting_sync_frames
              where tenant = any (:tenants) and status in ('frozen', 'unknown'))
          + (select count(*) from accounting_connections
              where tenant = any (:tenants) and (down_until > :lately or refreshing_until > :lately))
          -- A process whose clock went an hour ahead held a company or its token when it died: nobody else may, for
          -- so long, and then somebody has to come by.
          + (select count(*) from accounting_sync_cycles c
              join accounting_connections a on a.tenant = c.tenant and a.target_realm = c.target_realm
              where c.tenant = any (:tenants) and c.status = 'running' and a.lease_until > :lately) as open`,
    { tenants: tenants.map((each) => each.tenant), lately: new Date(now - ROUND) },
  )
  return Number(rows[0]?.open) === 0
}

async function found(checks: readonly Check[], world: World): Promise<Violation[]> {
  const all: Violation[] = []
  for (const check of checks) all.push(...(await check(world)))
  return all
}

/** An hour forward or back, of one process alone. */
function jumpClocks({ plan, chance, scheduler, strikes, trace, processes }: Machine): void {
  const own = chance.fork('jumps')
  for (let jump = 0; jump < plan.jumps; jump += 1) {
    scheduler.at(scheduler.now() + own.int(plan.minutes * 60_000), THE_WORLD, () => {
      const [process] = own.shuffled(processes())
      if (process === undefined) return
      const by = own.pick([-60, 60])
      process.skew.milliseconds += by * 60_000
      strikes.count('clock-jump', 'process')
      trace.tell(process.name, `its clock jumps by ${by} minutes`)
    })
  }
}

const complaint = (what: string): Violation => ({ invariant: 'machine', tenant: null, what })

const ofMachine = ({ complaints }: Machine, { violations }: ActsOutcome): Violation[] =>
  [...complaints, ...violations].map(complaint)

async function resultOf(
  machine: Machine,
  { owner }: Clone,
  violations: readonly Violation[],
  people: ActsOutcome,
  beganAt: number,
): Promise<SeedResult> {
  const { plan, strikes, scheduler, trace } = machine
  const [counted] = await owner('accounting_sync_operations').count<{ count: number }[]>()
  for (const { invariant, what } of violations) trace.tell('checker', `${invariant}: ${what}`)
  return {
    plan,
    violations,
    operations: Number(counted?.count ?? 0) + people.done,
    acts: people.done,
    deaths: machine.deaths(),
    milliseconds: scheduler.now() - beganAt,
    steps: scheduler.steps(),
    reached: Object.fromEntries(strikes.reached),
    points: strikes.points(),
    hash: trace.hash(),
    story: trace.lines,
  }
}
