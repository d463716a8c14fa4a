import { permissionsOf, sealBatch, type UserActor } from '@tieout/platform'
import { testLog } from '@tieout/platform/testing'
import type { Knex } from 'knex'
import { capturedInto } from '../acts/here/captured.ts'
import { chanceOf } from '../machine/chance.ts'
import type { Check, SimTenant, Violation, World } from '../world.ts'
import { COMPANY } from '../../server/src/accounting/testing/accounting-host.ts'
import { createMoneyWorld, type MoneyWorld } from '../../server/src/accounting/testing/money-world.ts'
import { HARBOR } from '../../server/src/demo/companies.ts'

/** One company, real books, no faults, and time that moves by cycles alone: for looking at single acts and checks. */
export interface StillWorld extends World {
  money: MoneyWorld
  only: SimTenant
  lines: string[]
  /** What a check finds once this was done to the books behind everybody's back; it is undone afterwards. */
  broken(check: Check, how: (owner: Knex.Transaction) => Promise<unknown>): Promise<Violation[]>
  /** The same of what was done over there. */
  brokenThere(check: Check, how: () => Promise<unknown> | void): Promise<Violation[]>
  sealed(): Promise<void>
  close(): Promise<void>
}

export async function createStillWorld(): Promise<StillWorld> {
  const money = await createMoneyWorld()
  await money.poll(2)
  const { sandbox, clock, owner, test } = money
  const { database } = test.db
  const only = await tenantOf(money)
  const world: StillWorld = {
    chance: chanceOf('still'),
    clock,
    sandbox,
    database,
    look: (work) => work(owner),
    owner,
    tenants: [only],
    log: test.lines,
    pollsAreCutOff: false,
    lines: test.lines,
    secrets: () => {
      const { accessTokens, refreshTokens } = sandbox.oauth.state
      return [sandbox.clientSecret, ...accessTokens.keys(), ...refreshTokens.keys()]
    },
    cycle: async () => void (await money.poll()),
    goOn: (work) => work(),
    money,
    only,
    async broken(check, how) {
      let found: readonly Violation[] = []
      const undone = new Error('undone')
      await owner
        .transaction(async (trx) => {
          await trx.raw('set local session_replication_role = replica')
          await how(trx)
          found = await check({ ...world, owner: trx })
          throw undone
        })
        .catch((error: unknown) => {
          if (error !== undone) throw error
        })
      return [...found]
    },
    async brokenThere(check, how) {
      const before = sandbox.snapshot()
      try {
        await how()
        sandbox.company(COMPANY.realmId).sequence += 1
        return [...(await check(world))]
      } finally {
        sandbox.restore(before)
      }
    },
    async sealed() {
      clock.advance(600)
      await sealBatch({ database, clock, log: testLog().log }, HARBOR.tenant)
    },
    close: () => money.close(),
  }
  return world
}

async function tenantOf({ test, connection, clients, keeper, clock, owner }: MoneyWorld): Promise<SimTenant> {
  const { tenant } = HARBOR
  const { host, db } = test
  const user = await owner('users').where({ tenant, email: 'ada@harborlane.example' }).first()
  const actor: UserActor = {
    kind: 'user',
    audience: 'msp',
    tenant,
    userId: user.user_id,
    displayName: user.display_name,
    email: user.email,
    locale: 'en',
    roleIds: [],
    permissions: permissionsOf('msp'),
    clientId: null,
    sessionId: 'a session',
  }
  const mapped = await owner('tenant_external_entity_mappings').where({ tenant, alga_entity_type: 'service' })
  const items = new Map(mapped.map((each) => [each.alga_entity_id, each.external_id]))
  const services = await owner('services').where({ tenant }).orderBy('service_id').limit(4)
  return {
    tenant,
    realm: COMPANY.realmId,
    connectionId: connection.connectionId,
    actor,
    clients: clients.map(({ id, customerId }) => ({ clientId: id, customerId })),
    services: services.map((each) => ({
      serviceId: each.service_id,
      itemId: items.get(each.service_id) ?? null,
      taxable: false,
    })),
    books: {
      execute: host.application.execute,
      captured: capturedInto(
        { database: db.database, clock, ids: host.parts.ids, billing: host.billing },
        tenant,
      ),
    },
    keeper,
  }
}
