import { parseArgs } from 'node:util'
import {
  buildBase,
  corpus,
  createSum,
  drawnPlan,
  everybody,
  keep,
  letClonesGo,
  reportOf,
  runMany,
  runSeed,
  shrink,
  startOwnCluster,
  tableOf,
  type Base,
  type Plan,
  type SeedReport,
  type Sum,
} from '../simulation/index.ts'
import { racesForReal } from './lib/races-for-real.ts'
import { killEverywhere } from './lib/sim-crash-points.ts'
import { findPlanted } from './lib/sim-planted.ts'

/**
 * npm run sim -- [--seeds N] [--from S] [--minutes M] [--seed S [--trace]] [--corpus] [--processes P] [--no-shrink]
 *   [--aim KIND]                                only seeds that have this kind of call for their subject
 * npm run sim -- --planted [--only NAME]        plants bugs, one at a time, and says how many seeds each took
 * npm run sim -- --crash-points [--only NAME]   kills a process at every point of every kind of operation
 *
 * npm run sim -- --processes-for-real [--minutes M]: no simulation, but real workers that are killed (npm run races).
 *
 * Runs seeds of the simulation: whole companies at work on both sides, everything going wrong that may, and the
 * books held against each other afterwards. The last line is one JSON object; exit code 1 when a rule was broken.
 * docs/how-to/read-a-failing-seed.md says how to go on from there.
 */
const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string' },
    from: { type: 'string', default: '1' },
    minutes: { type: 'string' },
    seed: { type: 'string' },
    trace: { type: 'boolean', default: false },
    corpus: { type: 'boolean', default: false },
    processes: { type: 'string', default: '2' },
    'no-shrink': { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    'crash-points': { type: 'boolean', default: false },
    only: { type: 'string', default: '' },
    aim: { type: 'string', default: '' },
    'processes-for-real': { type: 'boolean', default: false },
  },
})

if (options['processes-for-real']) {
  process.exit(racesForReal({ kind: 'processes', minutes: Number(options.minutes ?? 5) }))
}
const cluster = await startOwnCluster()
try {
  const base = await buildBase(cluster, 'simulation_base')
  const beside = { only: options.only, processes: Number(options.processes) }
  if (options.planted) await findPlanted(base, beside)
  else if (options['crash-points']) await killEverywhere(base, beside)
  else await runSeeds(base)
} finally {
  await letClonesGo()
  await cluster.stop()
}

async function runSeeds(base: Base): Promise<void> {
  const sum = createSum()
  if (options.seed !== undefined) await replay(base, sum, Number(options.seed))
  else await sweep(base, sum)
  if (sum.failed().length > 0 && !options['no-shrink'] && !options.corpus) await explain(base, sum)
  console.log(JSON.stringify(sum.summary()))
  process.exitCode = sum.failed().length === 0 ? 0 : 1
}

async function replay(base: Base, sum: Sum, seed: number): Promise<void> {
  const result = await runSeed({ base, cast: everybody, plan: drawnPlan(seed) })
  if (options.trace) console.log(result.story.join('\n'))
  sum.add(reportOf(result))
  tell(reportOf(result))
}

async function sweep(base: Base, sum: Sum): Promise<void> {
  const began = performance.now()
  const next = options.corpus ? fromList(corpus().map((each) => each.plan)) : fresh(began)
  const processes = Number(options.processes)
  let done = 0
  await runMany({
    base,
    processes,
    next,
    told(report) {
      done += 1
      sum.add(report)
      if (report.violations.length > 0) tell(report)
      else if (done % 25 === 0) progress(done, began, sum)
    },
  })
  if (options.corpus) return
  console.log(`\nHow often each fault met each kind of operation:\n\n${tableOf(sum.reached())}\n`)
  const missing = sum.missing()
  if (missing.length > 0) console.log(`not reached: ${missing.join(' · ')}`)
}

/** So many seeds, or for so long. */
function fresh(began: number): () => Plan | null {
  const from = Number(options.from)
  const most =
    options.seeds === undefined && options.minutes !== undefined ? Infinity : Number(options.seeds ?? 100)
  const until = options.minutes === undefined ? Infinity : began + Number(options.minutes) * 60_000
  let given = 0
  let seed = from
  return () => {
    if (given >= most || performance.now() >= until) return null
    given += 1
    let plan = drawnPlan(seed)
    while (options.aim !== '' && plan.aim !== options.aim) plan = drawnPlan((seed += 1))
    seed += 1
    return plan
  }
}

function fromList(plans: readonly Plan[]): () => Plan | null {
  const left = [...plans]
  return () => left.shift() ?? null
}

function progress(done: number, began: number, sum: Sum): void {
  const { operations, faults_reached, faults_total } = sum.summary()
  const seconds = (performance.now() - began) / 1000
  console.log(
    `${done} seeds in ${Math.round(seconds)} s (${(seconds / done).toFixed(2)} s each), ${operations} operations, ${faults_reached} of ${faults_total} faults met`,
  )
}

function tell({ plan, violations }: SeedReport): void {
  for (const { invariant, tenant, what } of violations.slice(0, 10)) {
    console.log(`seed ${plan.seed}: ${invariant}${tenant === null ? '' : ` in ${tenant}`}: ${what}`)
  }
  if (violations.length > 0) console.log(`  again: npm run sim -- --seed ${plan.seed} --trace`)
}

/** The first that failed, made smaller and kept. */
async function explain(base: Base, sum: Sum): Promise<void> {
  const [first] = sum.failed()
  const invariant = first?.violations[0]?.invariant
  if (first === undefined || invariant === undefined) return
  console.log(`making seed ${first.plan.seed} smaller …`)
  const run = async (plan: Plan) => reportOf(await runSeed({ base, cast: everybody, plan }))
  const plan = await shrink({ plan: first.plan, invariant, run, most: 60 })
  const name = `seed-${plan.seed}-${invariant.toLowerCase()}`
  const why = first.violations[0]?.what ?? ''
  console.log(`kept as ${keep({ name, why, invariant, plan })}`)
}
