import { spawnSync } from 'node:child_process'

/** The same tests as in `npm test`, for longer. */
export type Races =
  | { kind: 'rounds'; rounds: number; only?: string }
  | { kind: 'changes'; counts: string }
  | { kind: 'processes'; minutes: number }

const RACES = [
  'packages/accounting-sync/src/connection/refresh-races.db.test.ts',
  'packages/billing/src/documents/reopen-races.db.test.ts',
  'packages/billing/src/receivables/races.db.test.ts',
  'server/src/accounting/races.db.test.ts',
  'server/src/accounting/start-together.db.test.ts',
]
const GAPS = 'packages/accounting-sync/src/engine/inbound/gaps.db.test.ts'
const STORM = 'tests/product/storm.process.test.ts'

/** Runs them; answers the exit code. */
export function racesForReal(races: Races): number {
  if (races.kind === 'processes')
    return run('product', [STORM], { STORM_MINUTES: String(races.minutes) }, ['--disable-console-intercept'])
  if (races.kind === 'changes') return run('db', [GAPS], { CHANGES: races.counts })
  const files = RACES.filter((each) => each.includes(races.only ?? ''))
  return run('db', files, { RACE_ROUNDS: String(races.rounds) }, ['--testTimeout', '3600000'])
}

function run(project: string, files: string[], env: Record<string, string>, more: string[] = []): number {
  // Files first: a word after an option without a value would be taken for one.
  const args = ['run', ...files, '--project', project, '--reporter=verbose', ...more]
  return spawnSync('vitest', args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1
}
