import { begin, dayAway, type Begun } from '../lib/demo-out/beginning.ts'
import { expireAndReconnect, keepOneOut, pressTwice } from '../lib/demo-out/controlling.ts'
import { exportOne, loseAnAnswer, mendAGap } from '../lib/demo-out/exporting.ts'
import type { Scene } from '../lib/demo-out/scene.ts'
import { play as playActs } from '../lib/demo-play.ts'

/** The way out: from a company that is not connected to one that holds every invoice once, whatever went wrong. */
export const play = (): Promise<boolean> =>
  playActs('The way out: invoices reach QuickBooks by themselves, each exactly once.', outward)

export async function outward(scene: Scene): Promise<Begun> {
  const { story } = scene
  const begun = await begin(scene)
  const { connectionId, mapped } = begun
  await story.step(
    () => exportOne(scene, mapped),
    (what) => `Finalized ${what}: it is there with its number, date, lines, tax and total`,
  )
  await story.step(
    () => loseAnAnswer(scene, mapped),
    (number) => `Lost the answer to ${number} on its way: what was there was adopted, exactly one exists`,
  )
  await story.step(
    () => mendAGap(scene, mapped),
    (what) => `Held ${what} for one service; one task told of both, and mapping it there sent them`,
  )
  await story.step(
    () => pressTwice(scene, mapped, { connectionId, before: dayAway(-20) }),
    (number) => `Sent ${number}, older than go-live, by pressing Sync now twice at once: one exists`,
  )
  await story.step(
    () => keepOneOut(scene, mapped),
    (number) => `Kept its client out with a reason: ${number} waited, and went once that was taken back`,
  )
  await story.step(
    () => expireAndReconnect(scene, mapped, connectionId),
    (number) =>
      `Took the consent back over there: a task and a notice said so; connected again, ${number} went`,
  )
  return begun
}
