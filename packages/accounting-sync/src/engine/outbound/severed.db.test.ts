import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SyncHost } from '../../host.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

type Cut = 'before the commit' | 'after the commit'

/**
 * A process that lives on while its n-th transaction is cut off: its backend is terminated before the commit,
 * or the commit is done and nobody hears of it.
 */
function severedAt(n: number, cut: Cut): { changes: Partial<SyncHost>; wasCut(): boolean } {
  let transactions = 0
  let wasCut = false
  return {
    wasCut: () => wasCut,
    changes: {
      transactions: {
        ...world.host.transactions,
        async inTenant(tenant, work) {
          transactions += 1
          const isIt = transactions === n
          const answer = await world.host.transactions.inTenant(tenant, async (trx) => {
            const done = await work(trx)
            if (isIt && cut === 'before the commit') {
              wasCut = true
              await trx.raw('select pg_terminate_backend(pg_backend_pid())')
            }
            return done
          })
          if (isIt && cut === 'after the commit') {
            wasCut = true
            throw new Error('Connection terminated unexpectedly')
          }
          return answer
        },
      },
    },
  }
}

describe('a connection to the database that is cut off', () => {
  // capability sending out: A database that is cut off anywhere loses nothing and lets nothing go twice
  it.each<[Cut, number]>([
    ['before the commit', 1],
    ['before the commit', 33],
    ['after the commit', 1],
    ['after the commit', 33],
  ])(
    'loses nothing and writes nothing twice, wherever it is cut %s among %i documents',
    async (cut, documents) => {
      const usual = world.sandbox.interfere
      // The hardest case: the service does not know request ids.
      world.sandbox.interfere = (call) => ({ ...usual(call), forgetRequestId: true })
      let survived = false
      for (let n = 1; !survived; n += 1) {
        const connection = await world.connect()
        const made = await world.finalize(connection, documents)
        const { changes, wasCut } = severedAt(n, cut)
        await world.cycle(connection, world.another(`severed ${cut} ${n}`, changes)).catch(() => {})
        survived = !wasCut()
        await world.settleDown(connection)
        const there = world.there(connection)
        expect([...there.entries()].toSorted(), `cut at ${n}`).toEqual(made.map((each) => [each.number, 1]))
        const open = (await world.operations(connection)).filter((each) => each.status !== 'done')
        expect(open, `cut at ${n}`).toEqual([])
        expect(n).toBeLessThan(60)
      }
      world.sandbox.interfere = usual
    },
    60_000,
  )
})
