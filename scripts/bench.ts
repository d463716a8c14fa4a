import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/**
 * npm run bench -- NAME
 *
 * Without a name it lists the benches. Each prints a table to read and, as its last line, one JSON
 * object; exit code 1 when a limit on counts is exceeded. Times are reported, never judged: they
 * depend on the machine.
 */
const folder = join(import.meta.dirname, 'bench')
const names = readdirSync(folder)
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.slice(0, -'.ts'.length))
  .toSorted()
const name = process.argv[2]

if (name === undefined) {
  console.log(names.join('\n'))
} else if (names.includes(name)) {
  const { run }: { run: () => Promise<boolean> } = await import(join(folder, `${name}.ts`))
  process.exitCode = (await run()) ? 0 : 1
} else {
  console.error(`There is no bench called ${name}. There are: ${names.join(', ')}.`)
  process.exitCode = 1
}
