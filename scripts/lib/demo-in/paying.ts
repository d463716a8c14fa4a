import type { InvoiceView } from '@tieout/billing/contract'
import type { Begun } from '../demo-out/beginning.ts'
import { arrives, finalized, numberOf, type Scene } from '../demo-out/scene.ts'
import { bookkeeperIn, laidUpon } from './bookkeeper.ts'
import { owes } from './following.ts'

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
