import { inward } from '../demo/in.ts'
import { outward } from '../demo/out.ts'
import { play as playActs } from './demo-play.ts'

/** Out and in again, on the same data. */
export const play = (): Promise<boolean> =>
  playActs('The whole loop: out to QuickBooks, and back.', async (scene) =>
    inward(scene, await outward(scene)),
  )
