import { linkEntity, listEntries } from '@tieout/accounting-sync/contract'
import { listClients, type InvoiceView } from '@tieout/billing/contract'
import type { Begun } from '../demo-out/beginning.ts'
import { arrives, finalized, numberOf, type Scene } from '../demo-out/scene.ts'
import { bookkeeperIn, laidUpon } from './bookkeeper.ts'
import { owes, owesHere } from './following.ts'

/** Two invoices and the one payment that lies on both, by its id over there. */
export interface Paid {
  one: InvoiceView
  other: InvoiceView
  there: { one: string; other: string; customerId: string; paymentId: string }
}

/** A cheque over there pays one invoice wholly and another in part. */
export async function payOverTwo(scene: Scene, { connectionId, mapped }: Begun): Promise<Paid> {
  const { clientId, serviceIds } = mapped
  const [one, other] = [
    await finalized(scene, { clientId, serviceIds }),
    await finalized(scene, { clientId, serviceIds }),
  ]
  await arrives(scene, one)
  await arrives(scene, other)
  const [oneThere] = await scene.quickbooks.invoicesUnder(numberOf(one))
  const [otherThere] = await scene.quickbooks.invoicesUnder(numberOf(other))
  if (oneThere === undefined || otherThere === undefined) throw new Error('both had arrived')
  const customerId = oneThere.CustomerRef.value
  const shares = [
    [oneThere.Id, one.totalMinor / 100],
    [otherThere.Id, 100],
  ] as const
  const paymentId = await bookkeeperIn(scene.world).pays(customerId, shares, 'CHQ 4711')
  await owes(scene, connectionId, one, 0)
  await owes(scene, connectionId, other, other.totalMinor - 10_000)
  return { one, other, there: { one: oneThere.Id, other: otherThere.Id, customerId, paymentId } }
}

/** A second client, so that the ledgers are compared for more than one: billed, and paid in part over there. */
export async function payForAnother(scene: Scene, { connectionId, mapped }: Begun): Promise<string> {
  const { bill, quickbooks, world } = scene
  const { items } = await bill.api(listClients, { limit: 200 })
  const client = items.find((each) => each.currency === 'USD' && each.clientId !== mapped.clientId)
  const { items: customers } = await bill.sync(listEntries, { connectionId, entries: 'customer' })
  const free = customers.find((each) => each.active && each.takenBy === null)
  if (client === undefined || free === undefined) throw new Error('there is nobody left to be billed')
  const { clientId, displayName } = client
  await bill.sync(linkEntity, { connectionId, kind: 'client', entityId: clientId, externalId: free.id })
  const invoice = await finalized(scene, { clientId, serviceIds: mapped.serviceIds })
  await arrives(scene, invoice)
  const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
  await bookkeeperIn(world).pays(free.id, [[there?.Id ?? '', 40.4]], 'CHQ 1')
  await owesHere(scene, connectionId, invoice, invoice.totalMinor - 4_040)
  return `40.40 USD of ${numberOf(invoice)} of ${displayName}`
}

/** Each time both invoices owe what they owe over there. */
export async function changePayment(
  scene: Scene,
  { connectionId }: Begun,
  { one, other, there }: Paid,
): Promise<void> {
  const keeper = bookkeeperIn(scene.world)
  const owe = async (oneDue: number, otherDue: number) => {
    await owes(scene, connectionId, one, oneDue)
    await owes(scene, connectionId, other, otherDue)
  }
  const laid = (...shares: (readonly [string, number])[]) =>
    keeper.change('Payment', there.paymentId, laidUpon(shares))
  await laid([there.one, one.totalMinor / 100], [there.other, 50])
  await owe(0, other.totalMinor - 5_000)
  await laid([there.other, 150])
  await owe(one.totalMinor, other.totalMinor - 15_000)
  await keeper.void(there.paymentId)
  await owe(one.totalMinor, other.totalMinor)
  const again = await keeper.pays(there.customerId, [[there.one, 75]], 'CHQ 4712')
  await owe(one.totalMinor - 7_500, other.totalMinor)
  await keeper.delete(again)
  await owe(one.totalMinor, other.totalMinor)
  // Something stays paid, so that the two ledgers have something to agree on.
  await keeper.pays(there.customerId, [[there.one, one.totalMinor / 100]], 'CHQ 4713')
  await owe(0, other.totalMinor)
}
