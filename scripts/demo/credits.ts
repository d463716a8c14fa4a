import {
  applyByItself,
  applyThere,
  creditAPart,
  spreadOverTwo,
  takeOffAndApplyAgain,
} from '../lib/demo-credits/applying.ts'
import { creditsAgree } from '../lib/demo-credits/comparing.ts'
import { cancelHereToo, refuseWhilePaidThere, voidBoth, voidCreditNote } from '../lib/demo-credits/voiding.ts'
import { begin, type Begun } from '../lib/demo-out/beginning.ts'
import type { Scene } from '../lib/demo-out/scene.ts'
import { play as playActs } from '../lib/demo-play.ts'

/** Credits and voids: what is done on either side is so on the other, and what is left of each credit is the same. */
export const play = (): Promise<boolean> =>
  playActs('Credits and voids, both ways.', async (scene) => credits(scene, await begin(scene)))

export async function credits(scene: Scene, begun: Begun): Promise<void> {
  const { story } = scene
  await story.step(
    () => creditAPart(scene, begun),
    (what) => `Credited ${what}: its memo is there to the cent, and pays the invoice on both sides`,
  )
  const spread = await story.step(
    () => spreadOverTwo(scene, begun),
    ({ credit, one, other }) =>
      `Put ${credit.note.number} on ${one.number} and ${other.number}: the rest of it is left on both sides`,
  )
  await story.step(
    () => takeOffAndApplyAgain(scene, begun, spread),
    () =>
      `Took it off ${spread.one.number} and put less on it: what is owed and what is left followed each time`,
  )
  await story.step(
    () => applyThere(scene, begun, spread),
    (number) => `Put on ${number} there, and taken back there: so it was here`,
  )
  await story.step(
    () => applyByItself(scene, begun),
    (number) => `QuickBooks spent ${number} by itself: it is spent here on the same invoice`,
  )
  await story.step(
    () => voidBoth(scene, begun),
    (what) => `Voided ${what} here: void there under its number, and its credit is free again on both sides`,
  )
  await story.step(
    () => refuseWhilePaidThere(scene, begun),
    (number) => `Would not void ${number}: it was paid there the minute before, and nobody here knew`,
  )
  await story.step(
    () => cancelHereToo(scene, begun),
    (number) => `Voided ${number} there: a task told of it, and its Cancel here too made it so`,
  )
  await story.step(
    () => voidCreditNote(scene, begun),
    (number) => `Voided ${number}, of which nothing was spent: its memo is gone there`,
  )
  await story.step(
    () => creditsAgree(scene),
    ({ invoices, memos, owed, left }) =>
      `Asked both ledgers: ${invoices} invoices owe ${owed} USD and ${memos} credits have ${left} USD left, on either side`,
  )
}
