import { CRASH_SCRIPTS, walk, type Base, type Crashed } from '../../simulation/index.ts'

/** Lists each point as it is passed; the last line says how many there were and what was broken at them. */
export async function killEverywhere(base: Base, only: string): Promise<void> {
  let script = ''
  const sum = await walk(
    base,
    CRASH_SCRIPTS.filter((each) => each.name.includes(only)),
    (crashed) => {
      if (crashed.script !== script) console.log(crashed.script)
      script = crashed.script
      tell(crashed)
    },
  )
  console.log(JSON.stringify(sum))
  process.exitCode = sum.violations === 0 ? 0 : 1
}

function tell({ point, violations }: Crashed): void {
  console.log(`  ${String(point.number).padStart(4)}  ${point.place.padEnd(13)}  ${point.what}`)
  for (const { invariant, what } of violations) console.log(`        ${invariant}: ${what}`)
}
