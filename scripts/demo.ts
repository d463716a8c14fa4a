import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * npm run demo, npm run demo -- CHAPTER
 *
 * Without a chapter the whole loop is played, out and in. Each plays on data of its own that is thrown away afterwards, says in one
 * line a step what was done and what was found to be true, and ends with exit code 1 at the first that is not.
 */
const folder = join(import.meta.dirname, 'demo')
const chapters = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .toSorted()
const chapter = process.argv[2]

if (chapter === undefined || chapters.includes(chapter)) {
  const file = chapter === undefined ? join('lib', 'demo-loop.ts') : join('demo', `${chapter}.ts`)
  const { play }: { play: () => Promise<boolean> } = await import(join(import.meta.dirname, file))
  // What is still open in the background belongs to nobody any more.
  process.exit((await play()) ? 0 : 1)
} else {
  console.error(`There is no chapter called ${chapter}. There are: ${chapters.join(', ')}.`)
  process.exitCode = 1
}
