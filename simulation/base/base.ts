import { createSandbox, type Sandbox } from '@tieout/qbo-sandbox'
import { createKeyring, systemIds, type Keyring } from '@tieout/platform'
import { chanceOf } from '../machine/chance.ts'
import { APP, bear, DESK } from '../machine/process.ts'
import { NO_BLOW } from '../machine/gate.ts'
import { createQueue } from '../machine/queue.ts'
import { createScheduler, type Scheduler } from '../machine/scheduler.ts'
import { cloneOf, databaseIn, drop, open, type Cluster } from './cluster.ts'
import { rememberAsItIs } from './restore.ts'
import { GIVEN, setUp, type BaseTenant } from './tenants.ts'

/** Where every seed begins: companies that are connected and mapped, here and there, and nothing billed yet. */
export interface Base {
  cluster: Cluster
  /** The database that is cloned. */
  template: string
  /** The service, as text. */
  service: string
  tenants: readonly BaseTenant[]
}

/** The day before a leap day, and two weeks before the clocks go forward in New York. */
export const BEGINNING = Date.parse('2028-02-28T14:00:00.000Z')

export async function buildBase(cluster: Cluster, template: string): Promise<Base> {
  await drop(cluster, template)
  await cloneOf(cluster, databaseIn(cluster.ownerUrl), template)
  const clone = open(cluster, template)
  const chance = chanceOf('base')
  const scheduler = createScheduler(BEGINNING, () => chance.next())
  const sandbox = serviceFor(scheduler)
  const queue = createQueue({
    scheduler,
    chance: chance.fork('queue'),
    rates: { twice: 0, late: 0 },
    tell() {},
    struck() {},
    asked() {},
  })
  const process = bear({
    name: 'setting up',
    birth: 0,
    database: clone.database,
    keyring: KEYRING,
    scheduler,
    queue,
    chance: chance.fork('process'),
    wire: { sandbox, scheduler, overtaken: { rate: 0 } },
    alongLine: (line) => line,
    skewMilliseconds: 0,
    write() {},
    watching: () => ({
      began() {},
      beforeCommit: () => NO_BLOW,
      afterCommit: () => NO_BLOW,
      ended: (how) => queue.transactionEnded(how),
      beforeCall: () => NO_BLOW,
      afterCall: () => NO_BLOW,
      met() {},
      didNotUnderstand(error) {
        throw error
      },
      spokeInTransaction() {},
      tookAway() {},
    }),
  })
  try {
    const tenants: BaseTenant[] = []
    let failure: unknown
    let isOver = false
    const work = async () => {
      for (const given of GIVEN) tenants.push(await setUp(process, sandbox, given))
    }
    void work().then(
      () => (isOver = true),
      (error: unknown) => {
        failure = error
        isOver = true
      },
    )
    await scheduler.run(() => isOver)
    if (failure !== undefined) throw failure
    // The queue of each run is new: whoever starts first makes them recur again.
    await clone.owner('accounting_connections').update({ recurring_job_id: null })
    await rememberAsItIs(clone.owner)
    const { ownerUrl, superuserUrl, passwords } = cluster
    return { cluster: { ownerUrl, superuserUrl, passwords }, template, service: sandbox.snapshot(), tenants }
  } finally {
    await clone.close()
  }
}

/** One service for all companies, on the time of the simulation. */
export function serviceFor(scheduler: Scheduler): Sandbox {
  return createSandbox({
    seed: 7,
    clock: { now: () => scheduler.now() },
    origin: DESK,
    app: APP,
    throttle: 'off',
    logSize: 0,
  })
}

/** The same in every run, so that what lies sealed in the base can be opened. */
export const KEYRING: Keyring = createKeyring({
  keys: `simulation:${Buffer.alloc(32, 7).toString('base64')}`,
  file: '',
  ids: systemIds,
})
