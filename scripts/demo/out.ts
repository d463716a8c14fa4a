import { connect, goLive, mapSome } from '../lib/demo-out/connecting.ts'
import { expireAndReconnect, keepOneOut, pressTwice } from '../lib/demo-out/controlling.ts'
import { exportOne, loseAnAnswer, mendAGap } from '../lib/demo-out/exporting.ts'
import { signedIn } from '../lib/demo-person.ts'
import { openQuickBooks } from '../lib/demo-quickbooks.ts'
import { createStory, NotTrue, type Story } from '../lib/demo-story.ts'
import { openDemoWorld, type DemoWorld } from '../lib/demo-world.ts'

/** The way out: from a company that is not connected to one that holds every invoice once, whatever went wrong. */
export async function play(): Promise<boolean> {
  const story = createStory()
  const began = performance.now()
  let world: DemoWorld | undefined
  console.log('The way out: invoices reach QuickBooks by themselves, each exactly once.\n')
  try {
    world = await story.step(
      openDemoWorld,
      () => 'Started the product and a QuickBooks company beside it, on data that is thrown away',
    )
    await acts(story, world)
    const seconds = ((performance.now() - began) / 1000).toFixed(1)
    console.log(`\nAll of it is true: ${story.ensured()} assertions in ${seconds} s.`)
    return true
  } catch (error) {
    console.error(`  ✗ ${error instanceof NotTrue ? error.message : `Something broke: ${sentenceOf(error)}`}`)
    return false
  } finally {
    await world?.close()
  }
}

async function acts(story: Story, world: DemoWorld): Promise<void> {
  const bill = await signedIn(world.product, 'bill@harborlane.example')
  const scene = { story, world, bill, quickbooks: await openQuickBooks(world) }
  const today = day(0)
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
    () => pressTwice(scene, mapped, { connectionId, before: day(-20) }),
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
}

const day = (distance: number) => new Date(Date.now() + distance * 86_400_000).toISOString().slice(0, 10)
const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
