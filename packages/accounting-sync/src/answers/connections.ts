import {
  changeSettings as changeSettingsRoute,
  disconnect as disconnectRoute,
  listConnections as listConnectionsRoute,
  makeDefault as makeDefaultRoute,
  pause as pauseRoute,
  resume as resumeRoute,
} from '../contract/connection.ts'
import { refreshCompany, syncNow as syncNowRoute } from '../contract/health.ts'
import { disconnect } from '../connection/connect.ts'
import { refresh } from '../engine/company.ts'
import { changeSettings, pause, resume } from '../engine/control.ts'
import type { Engine } from '../engine/engine.ts'
import { readSettings } from '../engine/settings.ts'
import { askToRun } from '../engine/sync-now.ts'
import { makeDefault } from '../postgres/connecting.ts'
import { listConnections, type Connection } from '../postgres/connection.ts'
import { answer, answerOutside, missing, Refused, type Answer } from './answer.ts'
import { askedConnection } from './asked-connection.ts'
import { aliveCycle, cycleView } from './cycle-view.ts'
import { connectionView, connectionViews } from './connection-view.ts'
import { checkedSettings } from './settings-checks.ts'

/** Which companies are connected, how they are set, and what is started and stopped by hand. */
export const connectionAnswers = (engine: Engine): Answer[] => [
  answer(listConnectionsRoute, async ({ trx, tenant }) => {
    const { connecting } = engine.config
    return {
      items: await connectionViews(engine, trx, tenant, newestFirst(await listConnections(trx, tenant))),
      offers: (connecting?.offers ?? []).map(({ environment, apps }) => ({ environment, apps: [...apps] })),
      redirectUri: connecting?.redirectUri ?? '',
    }
  }),
  ...settingAnswers(engine),
  ...runningAnswers(engine),
  answer(makeDefaultRoute, async ({ trx, tenant, audit }, { connectionId }) => {
    const connection = await askedConnection({ trx, tenant }, connectionId)
    if (!(await makeDefault(trx, tenant, connectionId))) throw notConnected()
    await audit(about(connection, 'made_default'))
    return { connectionId }
  }),
  answerOutside(disconnectRoute, async ({ tenant, auditIn }, { connectionId }) => {
    await engine.host.transactions.inTenant(tenant, (trx) => askedConnection({ trx, tenant }, connectionId))
    const kind = await disconnect(engine, tenant, connectionId, (trx, connection) =>
      auditIn(trx, about(connection, 'disconnected')),
    )
    return { kind }
  }),
]

const settingAnswers = (engine: Engine): Answer[] => [
  answer(changeSettingsRoute, async ({ trx, tenant, audit }, { connectionId, ...patch }) => {
    const before = await askedConnection({ trx, tenant }, connectionId)
    const changes = await checkedSettings(trx, before, patch)
    const after = await changeSettings(engine.host, trx, tenant, connectionId, changes)
    if (after === null) throw missing('connection')
    const named = Object.keys(changes)
    await audit({
      ...about(after, 'set'),
      before: picked(before, named),
      after: picked(after, named),
    })
    return await connectionView(engine, trx, tenant, after)
  }),
  answer(pauseRoute, async ({ trx, tenant, userId, audit }, { connectionId, reason }) => {
    await askedConnection({ trx, tenant }, connectionId)
    if (!(await pause(engine.host, trx, tenant, connectionId, { reason, by: userId }))) {
      throw new Refused('accounting-paused', 'It is paused already.')
    }
    const after = await askedConnection({ trx, tenant }, connectionId)
    await audit({ ...about(after, 'paused'), reason })
    return await connectionView(engine, trx, tenant, after)
  }),
  answer(resumeRoute, async ({ trx, tenant, audit }, { connectionId }) => {
    const before = await askedConnection({ trx, tenant }, connectionId)
    if (!(await resume(engine.host, trx, tenant, connectionId))) {
      throw new Refused('accounting-not-paused', 'It is not paused.')
    }
    await audit({ ...about(before, 'resumed'), before: { reason: before.pausedReason } })
    return await connectionView(engine, trx, tenant, await askedConnection({ trx, tenant }, connectionId))
  }),
]

const runningAnswers = (engine: Engine): Answer[] => [
  answerOutside(syncNowRoute, async ({ tenant, auditIn }, { connectionId }) => {
    const { host } = engine
    // In one transaction, so that no run is begun of which nobody can say who asked for it.
    return await host.transactions.inTenant(tenant, async (trx) => {
      const connection = await askedConnection({ trx, tenant }, connectionId)
      const asked = await askToRun(host, trx, tenant, connectionId)
      if (asked.kind === 'not_connected') return { kind: asked.kind, cycle: null }
      await auditIn(trx, about(connection, 'asked_to_run'))
      const cycle = await aliveCycle(trx, connection, host.clock.now())
      return { kind: asked.kind, cycle: cycle && cycleView(cycle) }
    })
  }),
  answer(refreshCompany, async ({ trx, tenant, audit }, { connectionId }) => {
    const connection = await askedConnection({ trx, tenant }, connectionId)
    if (connection.status !== 'connected') throw notConnected()
    const asked = await refresh(engine.host, trx, tenant, connectionId)
    await audit(about(connection, 'asked_to_read'))
    return { asked }
  }),
]

export const notConnected = () => new Refused('accounting-not-connected', 'This company is not connected.')

/** For the audit: which company, and what happened to it. */
export const about = ({ connectionId, realm, facts }: Connection, verb: string) => ({
  action: `accounting_connection.${verb}`,
  entityType: 'accounting_connection',
  entityId: connectionId,
  after: { company: facts.name, realm } as Record<string, unknown>,
})

const picked = ({ settings }: Connection, names: readonly string[]): Record<string, unknown> => {
  const known: Record<string, unknown> = readSettings(settings)
  return Object.fromEntries(names.map((name) => [name, known[name]]))
}

const newestFirst = (connections: readonly Connection[]) => connections.toReversed()
