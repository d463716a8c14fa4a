import { mkdtempSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A folder of this process alone, which says so in its name: whoever finds it can tell whether that one lives. */
export const ownFolder = (where: string, name: string): string =>
  mkdtempSync(join(where, `${name}-${process.pid}-`))

/** What processes left behind that were killed before they could tidy up. */
export function leftByTheDead(where: string, name: string): string[] {
  return readdirSync(where)
    .toSorted()
    .filter((each) => {
      const [, pid] = new RegExp(`^${name}-(\\d+)-`).exec(each) ?? []
      return pid !== undefined && !isNode(Number(pid))
    })
    .map((each) => join(where, each))
}

/** Numbers of processes are used again, so the program has to fit as well. */
function isNode(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('node')
  } catch {
    return false
  }
}
