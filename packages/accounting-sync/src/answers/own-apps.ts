import { getOwnApp, removeOwnApp, saveOwnApp } from '../contract/connection.ts'
import type { Engine, OwnApps } from '../engine/engine.ts'
import type { Trx } from '../host.ts'
import { listConnections } from '../postgres/connection.ts'
import { answer, Refused, type Answer } from './answer.ts'

/** A tenant's own app at the service. Its secret goes in and never comes out. */
export const ownAppAnswers = (engine: Engine): Answer[] => [
  answer(getOwnApp, async ({ trx, tenant }, { environment }) => ({
    clientId: await ownApps(engine, environment).clientId(trx, tenant, environment),
  })),
  answer(saveOwnApp, async ({ trx, tenant, audit }, { environment, clientId, clientSecret }) => {
    const apps = ownApps(engine, environment)
    const before = await apps.clientId(trx, tenant, environment)
    // A new secret of the same app is fine; another app could not renew what this one was given.
    if (before !== null && before !== clientId) await refuseWhileInUse(trx, tenant, environment)
    await apps.save(trx, tenant, environment, { clientId, clientSecret })
    await audit({
      action: 'accounting_app.saved',
      entityType: 'accounting_app',
      entityId: environment,
      before: before === null ? null : { appId: before },
      after: { appId: clientId },
    })
    return { clientId }
  }),
  answer(removeOwnApp, async ({ trx, tenant, audit }, { environment }) => {
    const apps = ownApps(engine, environment)
    await refuseWhileInUse(trx, tenant, environment)
    const removed = await apps.remove(trx, tenant, environment)
    await audit({ action: 'accounting_app.removed', entityType: 'accounting_app', entityId: environment })
    return { removed }
  }),
]

function ownApps({ config }: Engine, environment: string): OwnApps {
  const offer = config.connecting?.offers.find((each) => each.environment === environment)
  if (config.connecting === undefined || offer === undefined || !offer.apps.includes('own')) {
    throw new Refused('accounting-not-offered', 'Nobody connects a company there from here.')
  }
  return config.connecting.ownApps
}

async function refuseWhileInUse(trx: Trx, tenant: string, environment: string): Promise<void> {
  const inUse = (await listConnections(trx, tenant)).some(
    (each) => each.app === 'own' && each.environment === environment && each.status !== 'disconnected',
  )
  if (inUse) throw new Refused('accounting-app-in-use', 'A company is connected with this app.')
}
