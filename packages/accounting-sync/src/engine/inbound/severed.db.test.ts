import { severable, type Severable } from '@tieout/platform/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Engine } from '../engine.ts'
import type { Connection } from '../../postgres/connection.ts'
import { bookkeeperOf } from '../../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { undoneWith } from '../../testing/undone-with.ts'

/** A worker whose line to the database is really cut: what it was about to write says nothing about that. */
let world: SyncWorld
let severed: Severable
let worker: Engine
beforeAll(async () => {
  world = await createSyncWorld()
  severed = await severable(world.db)
  const { withTenant, withSystem } = severed.database
  const transactions = { inTenant: undoneWith(world.payments, withTenant), acrossTenants: withSystem }
  worker = world.another('severed', { transactions })
})
afterAll(async () => {
  await severed.close()
  await world.close()
})

/** A payment over there that waits here until its document is what it is said to be. */
async function waiting(): Promise<{ connection: Connection; documentId: string }> {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 1)
  if (document === undefined) throw new Error('there is one')
  await world.cycle(connection)
  world.payments.standing.set(document.id, 'draft')
  const [row] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
  const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
  const amount = Number(row?.['TotalAmt'])
  await keeper.pays('1', amount, [[row?.Id ?? '', amount]])
  world.advance(900)
  await world.cycle(connection)
  // Long enough for nothing to be told of it again: it is known from here on by what waits alone.
  world.advance(3600)
  await world.cycle(connection)
  expect(await observed(connection)).toHaveLength(1)
  world.payments.standing.set(document.id, 'open')
  world.advance(900)
  return { connection, documentId: document.id }
}

const observed = ({ realm }: Connection) =>
  world.db.owner('accounting_sync_observations').where({ target_realm: realm }).orderBy('external_id')

describe('a payment that waits, when the line to the database is cut', () => {
  it.each(['cut', 'terminated'] as const)(
    'is put aside by none that is %s, at whatever statement, and applied by the next run',
    async (how) => {
      const places: number[] = []
      for (let n = 1, survived = false; !survived; n += 1) {
        const { connection, documentId } = await waiting()
        let seen = 0
        severed.line.decide = async ({ what }) => {
          if (what === 'statement') seen += 1
          if (what !== 'statement' || seen !== n) return 'pass'
          if (how === 'cut') return 'cut'
          await world.db.owner.raw(
            `select pg_terminate_backend(pid) from pg_stat_activity
             where application_name = 'severable' and state <> 'idle' and datname = current_database()`,
          )
          return 'pass'
        }
        await world.cycle(connection, worker).catch(() => {})
        severed.line.decide = () => 'pass'
        survived = seen < n
        const aside = [...world.tasks.values()].filter((each) => each.kind === 'accounting_sync_unreadable')
        expect(aside, `${how} at ${n}`).toEqual([])
        world.advance(900)
        await world.cycle(connection)
        expect(world.payments.owed(documentId), `${how} at ${n}`).toBe(0)
        expect(await observed(connection), `${how} at ${n}`).toEqual([])
        places.push(n)
      }
      expect(places.length).toBeGreaterThan(10)
    },
    60_000,
  )
})
