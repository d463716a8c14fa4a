import { getHealth } from '@tieout/accounting-sync/contract'
import { listNotifications } from '@tieout/platform/contract'
import type { Begun } from '../demo-out/beginning.ts'
import type { Scene } from '../demo-out/scene.ts'
import { follows } from './following.ts'

const EXPIRING = 'accounting_connection_expiring'
const DAYS = 13
const RUNS = 2

/** Inside the band of fourteen days: one warning, however many runs come after it. */
export async function warnOnce(scene: Scene, { connectionId }: Begun): Promise<number> {
  const { bill, story, world } = scene
  const warnings = async () => {
    const { items } = await bill.api(listNotifications, { limit: 200 })
    return items.filter((each) => each.kind === EXPIRING).length
  }
  story.ensureEqual(await warnings(), 0, 'The number of warnings before')
  await world.endTokenIn(DAYS)
  await follows(
    scene,
    connectionId,
    'Bill is warned that the consent runs out',
    async () => (await warnings()) > 0,
  )
  const lastEnd = async () => {
    const { lastCycle } = await bill.sync(getHealth, { connectionId })
    return lastCycle?.finishedAt ?? null
  }
  for (let run = 0; run < RUNS; run += 1) {
    const before = await lastEnd()
    await follows(scene, connectionId, 'another run has come to its end', async () => {
      const end = await lastEnd()
      return end !== null && end !== before
    })
  }
  story.ensureEqual(await warnings(), 1, 'The number of warnings')
  return DAYS
}
