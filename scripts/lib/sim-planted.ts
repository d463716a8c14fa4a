import { huntAll, PLANTED_BUGS, type Base, type Caught } from '../../simulation/index.ts'

/** The last line says how many bugs there were, how many were found, and after how many seeds half of them were. */
export async function findPlanted(
  base: Base,
  { only, processes }: { only: string; processes: number },
): Promise<void> {
  const bugs = PLANTED_BUGS.filter((each) => only.split(',').some((name) => each.name.includes(name)))
  const found = await huntAll(base, bugs, { processes, told: tell })
  console.log(JSON.stringify(found))
  process.exitCode = found.caught === found.planted ? 0 : 1
}

function tell({ bug, seeds, by }: Caught): void {
  if (by === null) return console.log(`NOT CAUGHT  ${bug.name}: ${bug.rule}`)
  const said = by.what.split('\n')[0]?.slice(0, 160)
  console.log(`${String(seeds).padStart(3)} ${seeds === 1 ? 'seed ' : 'seeds'}  ${bug.name}: ${bug.rule}`)
  console.log(`           ${by.invariant}: ${said}`)
}
