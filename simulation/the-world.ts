import type { Clone } from './base/cluster.ts'
import { isCutOff, type Machine } from './machine/machine.ts'
import { APP } from './machine/process.ts'
import { databaseThroughGate, NO_BLOW } from './machine/gate.ts'
import { THE_WORLD } from './machine/scheduler.ts'
import type { SimTenant, World } from './world.ts'

export function worldOf(machine: Machine, { database, owner }: Clone, tenants: readonly SimTenant[]): World {
  const { scheduler, sandbox, log } = machine
  const goOn = async <T>(work: () => Promise<T>): Promise<T> => {
    let isOver = false
    const done = work()
    const over = () => (isOver = true)
    void done.then(over, over)
    await scheduler.run(() => isOver)
    return await done
  }
  return {
    chance: machine.chance.fork('world'),
    clock: { now: () => new Date(scheduler.now()) },
    sandbox,
    database: databaseThroughGate(database, scheduler, THE_WORLD, {
      began() {},
      beforeCommit: () => NO_BLOW,
      afterCommit: () => NO_BLOW,
      ended() {},
    }),
    look: (work) =>
      new Promise((done, failed) => {
        scheduler.throughGate(THE_WORLD, () => work(owner).then(done, failed))
      }),
    owner,
    tenants,
    log,
    pollsAreCutOff: isCutOff(machine.plan),
    secrets() {
      const { accessTokens, refreshTokens } = sandbox.oauth.state
      return [APP.clientSecret, ...accessTokens.keys(), ...refreshTokens.keys()]
    },
    async cycle({ tenant, connectionId }) {
      const [process] = machine.processes()
      if (process === undefined) throw new Error('nobody is there to run a cycle')
      const order = { tenant, connectionId, trigger: 'schedule' } as const
      const end = await goOn(() => process.sync.runCycle(order, new AbortController().signal))
      if (end.kind !== 'ran') throw new Error(`the cycle did not run: ${JSON.stringify(end)}`)
    },
    goOn,
  }
}
