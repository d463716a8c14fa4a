import { spawnSync } from 'node:child_process'

export interface CheckResult {
  name: string
  ok: boolean
}

const CHECKS = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings', '.'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
]

/** `npm test` runs the architecture rules with the other tests; `npm run check` runs them by themselves. */
export function runChecks(options: { architecture: boolean }): CheckResult[] {
  const wanted = options.architecture
    ? [
        ...CHECKS,
        { name: 'architecture', command: ['vitest', 'run', '--project', 'pure', 'tests/architecture'] },
      ]
    : CHECKS
  return wanted.map(({ name, command }) => {
    const [program = '', ...args] = command
    process.stdout.write(`check: ${name} … `)
    const done = spawnSync(program, args, { encoding: 'utf8' })
    const ok = done.status === 0
    console.log(ok ? 'ok' : 'failed')
    if (!ok) console.log(`${done.stdout}${done.stderr}`)
    return { name, ok }
  })
}
