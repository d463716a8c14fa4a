import { HARBOR } from '../../../server/src/demo/companies.ts'
import { connect, goLive, mapSome, type Mapped } from './connecting.ts'
import type { Scene } from './scene.ts'

/** A company that is connected, mapped as far as it goes, and live. */
export interface Begun {
  connectionId: string
  mapped: Mapped
}

export async function begin(scene: Scene): Promise<Begun> {
  const { story } = scene
  const today = dayAway(0)
  const connectionId = await story.step(
    () => connect(scene),
    () => 'Bill connected the company through its consent page',
  )
  const mapped = await story.step(
    () => mapSome(scene, connectionId),
    ({ clientName, unmappedServiceName }) =>
      `Bill mapped ${clientName} and all services but ${unmappedServiceName}`,
  )
  await story.step(
    () => goLive(scene, connectionId, today),
    () => `Bill confirmed go-live: invoices from ${today} on go out by themselves`,
  )
  return { connectionId, mapped }
}

/** By the company's own calendar: late in the evening over there it is tomorrow elsewhere. */
export const dayAway = (distance: number) =>
  new Intl.DateTimeFormat('sv-SE', { timeZone: HARBOR.timeZone, dateStyle: 'short' }).format(
    Date.now() + distance * 86_400_000,
  )
