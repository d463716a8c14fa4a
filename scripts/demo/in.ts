import { begin, type Begun } from '../lib/demo-out/beginning.ts'
import type { Scene } from '../lib/demo-out/scene.ts'
import { bothLedgersAgree } from '../lib/demo-in/comparing.ts'
import { changeAndAccept, changeAndReExport } from '../lib/demo-in/drifting.ts'
import { changePayment, payForAnother, payOverTwo } from '../lib/demo-in/paying.ts'
import { warnOnce } from '../lib/demo-in/warning.ts'
import { play as playActs } from '../lib/demo-play.ts'

/** The way in: what a bookkeeper does over there is so here, and in the end both ledgers are one. */
export const play = (): Promise<boolean> =>
  playActs('The way in: what the bookkeeper does in QuickBooks comes back by itself.', async (scene) =>
    inward(scene, await begin(scene)),
  )

export async function inward(scene: Scene, begun: Begun): Promise<void> {
  const { story } = scene
  const paid = await story.step(
    () => payOverTwo(scene, begun),
    ({ one, other }) =>
      `One cheque there over ${one.number} and ${other.number}: paid here and in the portal`,
  )
  await story.step(
    () => changePayment(scene, begun, paid),
    () => 'Edited, moved, voided and deleted there: what is owed followed each time',
  )
  await story.step(
    () => payForAnother(scene, begun),
    (what) => `Paid ${what} there: the rest of it is owed here`,
  )
  await story.step(
    () => changeAndReExport(scene, begun),
    (number) => `Changed ${number} there: a task told of both versions, and its Re-export wrote ours again`,
  )
  await story.step(
    () => changeAndAccept(scene, begun),
    (what) => `Changed ${what}, and accepted with a reason: the difference stays shown until it is put right`,
  )
  await story.step(
    () => warnOnce(scene, begun),
    (days) => `Let the consent run out in ${days} days: Bill was warned of it, once`,
  )
  await story.step(
    () => bothLedgersAgree(scene),
    ({ documents, customers, total }) =>
      `Asked both ledgers: ${documents} invoices of ${customers} customers, ${total} USD owed on either side`,
  )
}
