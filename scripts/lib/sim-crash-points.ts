import { CRASH_SCRIPTS, walk, type Base, type Crashed } from '../../simulation/index.ts'

/** Lists each point as it is passed; the last line says how many there were and what was broken at them. */
export async function killEverywhere(
  base: Base,
  { only, processes }: { only: string; processes: number },
): Promise<void> {
  let script = ''
  const crashed = await walk(
    base,
    CRASH_SCRIPTS.filter((each) => each.name.includes(only)),
    {
      processes,
      told(one) {
        if (one.script !== script) console.log(one.script)
        script = one.script
        tell(one)
      },
    },
  )
  const violations = crashed.reduce((sum, each) => sum + each.violations.length, 0)
  console.log(JSON.stringify({ points: crashed.length, violations }))
  process.exitCode = violations === 0 ? 0 : 1
}

function tell({ point, violations }: Crashed): void {
  console.log(`  ${String(point.number).padStart(4)}  ${point.place.padEnd(13)}  ${point.what}`)
  for (const { invariant, what } of violations) console.log(`        ${invariant}: ${what}`)
}
