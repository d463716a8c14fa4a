import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bookkeeperOf } from '../testing/bookkeeper.ts'
import { createSyncWorld, type SyncWorld } from '../testing/sync-world.ts'
import { undoneWith } from '../testing/undone-with.ts'
import type { Engine } from './engine.ts'

/** What the database itself may say no to at any moment, raised by it at the n-th write to one of our tables. */
let world: SyncWorld
let worker: Engine
beforeAll(async () => {
  world = await createSyncWorld()
  const { inTenant } = world.host.transactions
  const transactions = { ...world.host.transactions, inTenant: undoneWith(world.payments, inTenant) }
  worker = world.another('provoked', { transactions })
  await world.db.owner.raw(PROVOKED)
})
afterAll(() => world.close())

const TABLES = [
  'accounting_connections',
  'accounting_sync_cycles',
  'accounting_sync_operations',
  'accounting_sync_frames',
  'accounting_sync_observations',
  'tenant_external_entity_mappings',
]

/** Sequences, since they are not taken back with what fails. */
const PROVOKED = `
  create sequence provoked_count; create sequence provoked_at; create sequence provoked_code;
  grant usage, select, update on provoked_count, provoked_at, provoked_code to public;
  create function provoke() returns trigger language plpgsql as $$
  begin
    if nextval('provoked_count') = (select last_value from provoked_at) then
      if (select last_value from provoked_code) = 1 then
        raise exception 'could not serialize access' using errcode = '40001';
      else
        raise exception 'deadlock detected' using errcode = '40P01';
      end if;
    end if;
    return null;
  end $$;
  ${TABLES.map((each) => `create trigger provoke before insert or update or delete on ${each} execute function provoke();`).join('\n')}`

const provokeAt = (n: number, code: number) =>
  world.db.owner.raw(
    `select setval('provoked_count', 1, false), setval('provoked_at', ?), setval('provoked_code', ?)`,
    [n, code],
  )

const provoked = async (): Promise<number> =>
  (await world.db.owner.raw('select last_value as n from provoked_count')).rows[0].n

const NEVER = 1_000_000_000

describe('a database that says no', () => {
  it.each([
    ['that it could not serialize', 1, 3],
    ['that there is a deadlock', 2, 5],
  ])(
    '(%s) at whatever write, loses nothing, does nothing twice and asks nobody',
    async (_, code, step) => {
      let places = 0
      for (let n = 1, isOver = false; !isOver; n += step) {
        await provokeAt(NEVER, code)
        const connection = await world.connect()
        const [paid] = await world.finalize(connection, 1)
        await world.cycle(connection)
        const [row] = [...world.sandbox.company(connection.realm).tables.Invoice.rows.values()]
        const amount = Number(row?.['TotalAmt'])
        const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
        await keeper.pays('1', amount, [[row?.Id ?? '', amount]])
        const fresh = await world.finalize(connection, 2)
        world.advance(900)
        await provokeAt(n, code)
        await world.cycle(connection, worker).catch(() => {})
        isOver = (await provoked()) < n
        await provokeAt(NEVER, code)
        await world.settleDown(connection)
        const numbers = [paid, ...fresh].map((each) => each?.number)
        expect([...world.there(connection)].toSorted(), `at ${n}`).toEqual(numbers.map((each) => [each, 1]))
        expect(world.payments.owed(paid?.id ?? ''), `at ${n}`).toBe(0)
        expect([...world.tasks.values()], `at ${n}`).toEqual([])
        expect((await world.operations(connection)).filter((each) => each.status !== 'done')).toEqual([])
        places += 1
      }
      expect(places).toBeGreaterThan(3)
    },
    180_000,
  )
})
