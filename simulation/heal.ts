import { agree } from '../server/src/accounting/testing/agree.ts'
import { bookkeeper } from '@tieout/qbo-sandbox'
import type { Machine } from './machine/machine.ts'
import type { Process } from './machine/process.ts'
import { quietLine } from './machine/wire.ts'
import type { SimTenant, World } from './world.ts'

/**
 * What people would do once the storm is over: consent is given again, the books are opened, what was put away is
 * taken out again, what was paused goes on, and somebody looks at the company anew.
 */
export async function mendCauses(machine: Machine, world: World): Promise<void> {
  for (const tenant of world.tenants) {
    putRight(machine, tenant)
    await overAgain(machine, (process) => consentAgain(machine, process, tenant, world))
    await overAgain(machine, (process) => resumeAndLook(process, tenant))
  }
  machine.trace.tell('people', 'mend what was in the way')
}

/** A process may have died the moment before: the next one is asked. */
async function overAgain(machine: Machine, work: (process: Process) => Promise<void>): Promise<void> {
  for (;;) {
    const [process] = machine.processes()
    if (process !== undefined) return await work(process)
    await machine.scheduler.sleep({ name: 'people', isAlive: () => true, frozenUntil: () => 0 }, 5000)
  }
}

async function consentAgain(
  { sandbox }: Machine,
  { sync }: Process,
  { tenant, connectionId, actor, realm }: SimTenant,
  world: World,
): Promise<void> {
  const connection = await world.look((owner) =>
    owner('accounting_connections').where({ tenant, connection_id: connectionId }).first('status'),
  )
  if (connection?.status === 'connected') return
  const asker = { tenant, userId: actor.userId, sessionId: actor.sessionId }
  const choice = { adapterType: 'qbo', environment: 'sandbox', app: 'platform', returnTo: '/' } as const
  const { authorizeUrl } = await sync.beginConsent(asker, choice)
  const end = await sync.finishConsent(asker, await agree(quietLine(sandbox), authorizeUrl, realm))
  if (end.kind !== 'connected') throw new Error(`consent was not taken: ${JSON.stringify(end)}`)
}

async function resumeAndLook({ host, sync }: Process, { tenant, connectionId }: SimTenant): Promise<void> {
  await host.parts.database.withTenant(tenant, async (trx) => {
    await sync.resume(trx, tenant, connectionId)
    await sync.refresh(trx, tenant, connectionId)
  })
}

const MOST = 100

/** As the bookkeeper does it on the pages of the company, so that whoever asks what changed is told. */
function putRight(machine: Machine, { realm }: SimTenant): void {
  const { sandbox, chance } = machine
  const own = chance.fork(`put right ${realm}`)
  for (const act of ['reopen-books', 'reactivate']) {
    for (let time = 0; time < MOST; time += 1) {
      const now = sandbox.clock.now() + sandbox.knobs.clock.skewMilliseconds
      const done = bookkeeper(sandbox.company(realm), own, now, act)
      if (done.startsWith('found nothing') || done.includes('was refused')) break
    }
  }
}
