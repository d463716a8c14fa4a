import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { TransportFailure } from '../../adapter.ts'
import { readAttempts } from '../../postgres/viewer.ts'
import { createSyncWorld, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import type { Engine } from '../engine.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const TABLES = [
  'accounting_sync_attempts',
  'accounting_sync_operations',
  'accounting_sync_frames',
  'accounting_sync_cycles',
  'accounting_export_batches',
  'tenant_external_entity_mappings',
]

/** Everything that is stored of calls, and all that is told to people, as one text. */
async function everythingStored(): Promise<string> {
  const rows = await Promise.all(TABLES.map((table) => world.db.owner(table).select()))
  return JSON.stringify([rows, [...world.tasks.values()], world.lines])
}

describe('what is stored of a call (L44)', () => {
  it('holds no token, though the service repeats it in a refusal', async () => {
    const connection = await world.connect()
    const tokens = new Set<string>()
    /** A service that repeats what it was sent, in whatever it answers. */
    const chatty = world.another('chatty', {
      async fetch(input, init) {
        const header = new Headers(init?.headers).get('authorization') ?? ''
        if (header.startsWith('Bearer ')) tokens.add(header.slice('Bearer '.length))
        const answer = await world.sandbox.fetch(input, init)
        if (!String(input).includes('/v3/company/') || init?.method !== 'POST') return answer
        const fault = {
          Fault: {
            type: 'ValidationFault',
            Error: [{ code: '6000', Message: 'Refused', Detail: `authorization: ${header} was fine` }],
          },
        }
        return Response.json(fault, { status: 400, headers: { intuit_tid: 'a-trace' } })
      },
    })
    await world.finalize(connection, 3)
    await world.cycle(connection, chatty)
    expect(tokens.size).toBeGreaterThan(0)
    const operations = await world.operations(connection)
    const attempts = await Promise.all(
      operations.map(({ operationId }) =>
        world.host.transactions.inTenant(TENANT_A, (trx) => readAttempts(trx, TENANT_A, operationId)),
      ),
    )
    // The refusal is there, with its trace, and without what it repeated.
    expect(attempts.flat().length).toBeGreaterThan(0)
    expect(attempts.flat()[0]).toMatchObject({ trace: 'a-trace' })
    expect(attempts.flat()[0]?.detail).toContain('was fine')
    const stored = await everythingStored()
    for (const token of tokens) expect(stored).not.toContain(token)
    expect(stored).not.toMatch(/bearer [\w.-]{8,}/i)
    expect(stored).not.toContain('desk-secret')
  })

  it('holds none that an adapter passes on by mistake, in a refusal or in a failure of the line', async () => {
    const connection = await world.connect()
    const careless = world.another('careless')
    const adapter = careless.adapterOf('qbo')
    const secret = 's3cr3t-of-the-desk.9130'
    let calls = 0
    const leaking: Engine = {
      ...careless,
      adapterOf: () => ({
        ...adapter,
        async deliver(_session, { writes }) {
          calls += 1
          const detail = `authorization: Bearer ${secret} was fine`
          if (calls === 1) throw new TransportFailure('down', detail)
          return writes.map(() => ({ kind: 'refused', code: 'business_rule', detail, trace: 'a-trace' }))
        },
      }),
    }
    await world.finalize(connection, 2)
    await world.settleDown(connection, leaking)
    expect((await world.operations(connection)).map((each) => each.status)).toEqual(['failed', 'failed'])
    const stored = await everythingStored()
    expect(stored).toContain('was fine')
    expect(stored).not.toContain(secret)
  })
})
