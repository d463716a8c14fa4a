import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../../postgres/connection.ts'
import { makeDefault } from '../../postgres/connecting.ts'
import { paymentsChanged } from '../../producers/payments.ts'
import { CLIENT, createSyncWorld, lineOf, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { CYCLE_JOB } from '../engine.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

const cyclesAsked = () => world.jobs.filter((each) => each.kind === CYCLE_JOB).length

async function payment(connection: Connection, documentId: string, amountMinor: number): Promise<string> {
  const receipt = world.payments.key({
    clientId: CLIENT,
    date: '2026-11-20',
    currency: 'USD',
    reference: 'CHQ 7',
    amountMinor,
    allocations: [{ allocationId: crypto.randomUUID(), documentId, amountMinor }],
  })
  const told = { ...receipt, id: receipt.receiptId, clientName: 'Alder & Finch', number: 'CHQ 7' }
  await world.host.transactions.inTenant(TENANT_A, async (trx) => {
    await makeDefault(trx, TENANT_A, connection.connectionId)
    await paymentsChanged(world.host, trx, TENANT_A, [told])
  })
  return receipt.receiptId
}

it('what waits for a document that a person has to mend asks for no cycle after cycle', async () => {
  const connection = await world.connect()
  const [document] = await world.finalize(connection, 1, { lines: [lineOf(100, 'nowhere')], totalMinor: 100 })
  await payment(connection, document?.id ?? '', 100)
  await world.cycle(connection)
  for (let round = 0; round < 3; round += 1) {
    world.advance(5)
    const before = cyclesAsked()
    await world.cycle(connection)
    expect(cyclesAsked()).toBe(before)
  }
  const waits = (await world.operations(connection)).map((each) => [each.kind, each.waitReason])
  expect(waits.toSorted()).toEqual([
    ['export_invoice', 'unmapped'],
    ['record_payment', 'waits_for_document'],
  ])
})
