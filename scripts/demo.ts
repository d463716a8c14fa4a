import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * npm run demo -- CHAPTER
 *
 * Without a chapter it lists them. Each plays on data of its own that is thrown away afterwards, says in one
 * line a step what was done and what was found to be true, and ends with exit code 1 at the first that is not.
 */
const folder = join(import.meta.dirname, 'demo')
const chapters = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .toSorted()
const chapter = process.argv[2]

if (chapter === undefined) {
  console.log(chapters.join('\n'))
} else if (chapters.includes(chapter)) {
  const { play }: { play: () => Promise<boolean> } = await import(join(folder, `${chapter}.ts`))
  // What is still open in the background belongs to nobody any more.
  process.exit((await play()) ? 0 : 1)
} else {
  console.error(`There is no chapter called ${chapter}. There are: ${chapters.join(', ')}.`)
  process.exitCode = 1
}
