import { bookkeeperOf, type Bookkeeper } from '@tieout/accounting-sync/testing'
import type { Sandbox } from '@tieout/qbo-sandbox'
import type { BaseTenant } from './base/tenants.ts'
import { capturedInto } from './acts/here/captured.ts'
import type { Chance } from './machine/chance.ts'
import type { Machine } from './machine/machine.ts'
import { DESK, type Process } from './machine/process.ts'
import { THE_WORLD } from './machine/scheduler.ts'
import { isInjected } from './machine/strikes.ts'
import { quietLine } from './machine/wire.ts'
import type { Scripted } from './plan.ts'
import { Struck, type Act, type SimTenant, type World } from './world.ts'

/** The tenants as people find them: books that one living process serves, and the pages of the service. */
export function peopleOf(machine: Machine, tenants: readonly BaseTenant[]): SimTenant[] {
  const lots = machine.chance.fork('who serves')
  return tenants.map((each) => ({
    ...each,
    books: {
      execute: (useCase, actor, input, request) =>
        served(machine, lots, ({ host }) => host.application.execute(useCase, actor, input, request)),
      captured: (payment) =>
        served(machine, lots, ({ host }) =>
          capturedInto({ ...host.parts, billing: host.billing }, each.tenant)(payment),
        ),
    },
    keeper: keeperOf(machine.sandbox, each.realm),
  }))
}

const keeperOf = (sandbox: Sandbox, realm: string): Bookkeeper => {
  const own: Sandbox = Object.assign(Object.create(sandbox) as Sandbox, { fetch: quietLine(sandbox) })
  return bookkeeperOf(own, realm, DESK)
}

/** By one of the processes that live; what a fault did to the asking is told apart from what was answered. */
async function served<T>(machine: Machine, lots: Chance, work: (process: Process) => Promise<T>): Promise<T> {
  const serving = machine.processes().filter((each) => each.frozenUntil() <= machine.scheduler.now())
  if (serving.length === 0) throw new Struck('nobody serves at the moment')
  const process = lots.pick(serving)
  const died = new Promise<never>((_, failed) => {
    process.onDeath(() => failed(new Struck(`${process.name} died`)))
  })
  died.catch(() => {})
  try {
    return await Promise.race([work(process), died])
  } catch (error) {
    if (isInjected(error)) throw new Struck('the database could not do it')
    throw error
  }
}

/** How an act ended, beside what it says itself. */
export interface ActsOutcome {
  done: number
  violations: string[]
}

/** People at work on both sides, at times that are drawn; each has a stream of chance of its own. */
export function letPeopleWork(machine: Machine, world: World, acts: readonly Act[]): ActsOutcome {
  const { plan, scheduler, chance } = machine
  const outcome: ActsOutcome = { done: 0, violations: [] }
  const until = plan.minutes * 60_000
  for (let place = 0; place < plan.acts; place += 1) {
    const own = chance.fork(`act ${place}`)
    const at = scheduler.now() + own.int(until)
    if (plan.onlyActs !== undefined && !plan.onlyActs.includes(place)) continue
    scheduler.at(at, THE_WORLD, () => void actOnce(machine, world, acts, own, place, outcome))
  }
  for (const [place, scripted] of (plan.script ?? []).entries()) {
    const at = scheduler.now() + scripted.minute * 60_000
    scheduler.at(at, THE_WORLD, () => void actAsWritten(machine, world, acts, scripted, place, outcome))
  }
  return outcome
}

/** What struck before may have left nothing to do it with. */
async function actAsWritten(
  machine: Machine,
  world: World,
  acts: readonly Act[],
  { act: name, tenant: which = 0 }: Scripted,
  place: number,
  outcome: ActsOutcome,
): Promise<void> {
  const act = acts.find((each) => each.name === name)
  const tenant = world.tenants[which]
  if (act === undefined || tenant === undefined) throw new Error(`nobody can do ${name} in company ${which}`)
  const chance = machine.chance.fork(`script ${place}`)
  if (await actIn(machine, world, act, tenant, chance, place, outcome)) return
  machine.trace.tell('world', `#${place} ${name}: there is nothing to do it with`)
}

const TRIES = 6

async function actOnce(
  machine: Machine,
  world: World,
  acts: readonly Act[],
  chance: Chance,
  place: number,
  outcome: ActsOutcome,
): Promise<void> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    const act = byWeight(acts, chance)
    if (await actIn(machine, world, act, chance.pick(world.tenants), chance, place, outcome)) return
  }
}

/** False when there was nothing to do it with. */
async function actIn(
  { trace }: Machine,
  world: World,
  act: Act,
  tenant: SimTenant,
  chance: Chance,
  place: number,
  outcome: ActsOutcome,
): Promise<boolean> {
  const who = act.side === 'here' ? 'person' : 'keeper'
  const named = `#${place} ${act.name} (${tenant.realm})`
  try {
    const said = await act.run(world, tenant, chance)
    if (said === null) return false
    outcome.done += 1
    trace.tell(who, `${named}: ${said}`)
  } catch (error) {
    const told = toldOf(error)
    trace.tell(who, `${named}: ${told.says}`)
    if (!told.isOutcome) outcome.violations.push(`${named} in ${tenant.tenant}: ${told.says}`)
  }
  return true
}

/** What the product or the service refuses in words for people is an outcome; anything else is a defect. */
function toldOf(error: unknown): { says: string; isOutcome: boolean } {
  if (error instanceof Struck) return { says: `cut off: ${error.message}`, isOutcome: true }
  if (!(error instanceof Error)) return { says: String(error), isOutcome: false }
  const status = 'status' in error ? Number(error.status) : null
  if (error.name === 'Problem' && status !== null && status < 500) {
    return { says: `refused: ${error.message}`, isOutcome: true }
  }
  if (error.message.includes('"Fault"'))
    return { says: `refused there: ${error.message.slice(0, 300)}`, isOutcome: true }
  return { says: `failed: ${error.stack ?? error.message}`, isOutcome: false }
}

function byWeight(acts: readonly Act[], chance: Chance): Act {
  let left = chance.next() * acts.reduce((sum, each) => sum + each.weight, 0)
  for (const act of acts) {
    left -= act.weight
    if (left < 0) return act
  }
  return acts.at(-1) as Act
}
