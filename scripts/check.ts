import { runChecks } from './lib/checks.ts'

const results = await runChecks({ architecture: true })
const failed = results.filter((check) => !check.ok)
console.log(`${results.length - failed.length} passed, ${failed.length} failed`)
process.exitCode = failed.length === 0 ? 0 : 1
