import { signedIn } from './demo-person.ts'
import { openQuickBooks } from './demo-quickbooks.ts'
import { createStory, NotTrue } from './demo-story.ts'
import type { Scene } from './demo-out/scene.ts'
import { openDemoWorld, type DemoWorld } from './demo-world.ts'

/** Plays on data of its own, and says in the end how much was found to be true; false at the first that is not. */
export async function play(title: string, acts: (scene: Scene) => Promise<unknown>): Promise<boolean> {
  const story = createStory()
  const began = performance.now()
  let world: DemoWorld | undefined
  console.log(`${title}\n`)
  try {
    world = await story.step(
      openDemoWorld,
      () => 'Started the product and a QuickBooks company beside it, on data that is thrown away',
    )
    const { product } = world
    await acts({
      story,
      world,
      bill: await signedIn(product, 'bill@harborlane.example'),
      portal: await signedIn(product, 'pia@cedarclinic.example', 'portal'),
      quickbooks: await openQuickBooks(world),
      finalized: [],
    })
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

const sentenceOf = (error: unknown) => (error instanceof Error ? error.message : String(error))
