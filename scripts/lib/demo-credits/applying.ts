import type { InvoiceView } from '@tieout/billing/contract'
import { bookkeeperIn } from '../demo-in/bookkeeper.ts'
import type { Begun } from '../demo-out/beginning.ts'
import { numberOf, shownMoney, type Scene } from '../demo-out/scene.ts'
import { applied, billed, credited, leaves, owesEverywhere, takenOff, type Note } from './scene.ts'

/** Part of a taxed invoice, and the credit is used for it. */
export async function creditAPart(scene: Scene, begun: Begun): Promise<string> {
  const invoice = await billed(scene, begun, { taxable: true })
  scene.story.ensure(invoice.taxMinor > 0, `There should be tax on ${invoice.number}.`)
  const part = await credited(scene, invoice, { by: 'amount', amountMinor: 10_001 })
  scene.story.ensure(part.note.taxMinor > 0, `There should be tax on ${part.note.number}.`)
  await applied(scene, part, invoice, 10_001)
  await owesEverywhere(scene, begun, invoice, invoice.totalMinor - 10_001)
  await leaves(scene, begun, part, 0)
  return `${shownMoney(part.note)} of ${numberOf(invoice)}`
}

/** Two invoices and the credit that lies on both. */
export interface Spread {
  one: InvoiceView
  other: InvoiceView
  credit: Note
  /** On the first of them. */
  allocationId: string
}

export async function spreadOverTwo(scene: Scene, begun: Begun): Promise<Spread> {
  const [one, other] = [await billed(scene, begun), await billed(scene, begun)]
  const credit = await credited(scene, one, { by: 'whole' })
  const allocationId = await applied(scene, credit, one, 5_000)
  await applied(scene, credit, other, 7_000)
  await owesEverywhere(scene, begun, one, one.totalMinor - 5_000)
  await owesEverywhere(scene, begun, other, other.totalMinor - 7_000)
  await leaves(scene, begun, credit, credit.note.totalMinor - 12_000)
  return { one, other, credit, allocationId }
}

/** Taken off the one, and put on it again with another amount. */
export async function takeOffAndApplyAgain(
  scene: Scene,
  begun: Begun,
  { one, credit, allocationId }: Spread,
): Promise<void> {
  const { totalMinor } = credit.note
  await takenOff(scene, allocationId)
  await owesEverywhere(scene, begun, one, one.totalMinor)
  await leaves(scene, begun, credit, totalMinor - 7_000)
  await applied(scene, credit, one, 2_500)
  await owesEverywhere(scene, begun, one, one.totalMinor - 2_500)
  await leaves(scene, begun, credit, totalMinor - 9_500)
}

/** He lays our credit on an invoice, and takes that back. */
export async function applyThere(scene: Scene, begun: Begun, { credit }: Spread): Promise<string> {
  const { quickbooks, world } = scene
  const keeper = bookkeeperIn(world)
  const invoice = await billed(scene, begun)
  const [there] = await quickbooks.invoicesUnder(numberOf(invoice))
  if (there === undefined) throw new Error('it had arrived')
  const left = credit.note.totalMinor - 9_500
  const paid = await keeper.applies(there.CustomerRef.value, credit.memoId, there.Id, 30)
  await owesEverywhere(scene, begun, invoice, invoice.totalMinor - 3_000)
  await leaves(scene, begun, credit, left - 3_000)
  await keeper.void(paid)
  await owesEverywhere(scene, begun, invoice, invoice.totalMinor)
  await leaves(scene, begun, credit, left)
  return numberOf(invoice)
}

/** The company does by itself what somebody here has just done: it stands there once. */
export async function applyByItself(scene: Scene, begun: Begun): Promise<string> {
  const keeper = bookkeeperIn(scene.world)
  const invoice = await billed(scene, begun)
  await keeper.appliesCreditByItself(true)
  const credit = await credited(scene, invoice, { by: 'amount', amountMinor: 4_000 })
  await keeper.appliesCreditByItself(false)
  await leaves(scene, begun, credit, 0)
  return credit.note.number ?? ''
}
