import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { z } from 'zod'
import { runChecks } from './lib/checks.ts'

/** Everything that must hold, in one command. Its last line is what CI and people read. */
const report = 'test-results/vitest.json'

const checks = await runChecks({ architecture: false })
rmSync(report, { force: true })
mkdirSync('test-results', { recursive: true })
const suite = spawnSync(
  'vitest',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...process.argv.slice(2)],
  { stdio: 'inherit' },
)

const totals = readTotals()
const passed = totals.passed + checks.filter((check) => check.ok).length
// A suite that died without saying how many failed has failed once.
const crashed = suite.status !== 0 && totals.failed === 0 ? 1 : 0
const failed = totals.failed + crashed + checks.filter((check) => !check.ok).length
for (const check of checks.filter((each) => !each.ok)) console.log(`failed: ${check.name}`)
console.log(`${passed} passed, ${failed} failed${totals.skipped > 0 ? `, ${totals.skipped} skipped` : ''}`)
process.exitCode = failed === 0 ? 0 : 1

function readTotals() {
  if (!existsSync(report)) return { passed: 0, failed: 0, skipped: 0 }
  const shape = z.object({
    numPassedTests: z.number(),
    numFailedTests: z.number(),
    numPendingTests: z.number(),
    numTodoTests: z.number(),
  })
  const read = shape.parse(JSON.parse(readFileSync(report, 'utf8')))
  return {
    passed: read.numPassedTests,
    failed: read.numFailedTests,
    skipped: read.numPendingTests + read.numTodoTests,
  }
}
