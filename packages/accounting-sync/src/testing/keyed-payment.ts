import type { HostReceipt } from '../host-payments.ts'
import { makeDefault } from '../postgres/connecting.ts'
import type { Connection } from '../postgres/connection.ts'
import { paymentsChanged } from '../producers/payments.ts'
import { CLIENT, type SyncWorld } from './sync-world.ts'
import { TENANT_A } from './test-host.ts'

/** A cheque that a person keys here for the usual client, and that this company is told of. */
export async function keyedPayment(
  world: SyncWorld,
  connection: Connection,
  money: Pick<HostReceipt, 'amountMinor' | 'allocations'>,
): Promise<{ receipt: HostReceipt; tell(): Promise<void> }> {
  const cheque = { clientId: CLIENT, date: '2026-11-20', currency: 'USD', reference: 'CHQ 7' }
  const receipt = world.payments.key({ ...cheque, ...money })
  const told = { ...receipt, id: receipt.receiptId, clientName: 'Alder & Finch', number: 'CHQ 7' }
  const tell = () =>
    world.host.transactions.inTenant(TENANT_A, async (trx) => {
      await makeDefault(trx, TENANT_A, connection.connectionId)
      await paymentsChanged(world.host, trx, TENANT_A, [told])
    })
  await tell()
  return { receipt, tell }
}
