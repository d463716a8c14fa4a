import { spawn } from 'node:child_process'

export interface CheckResult {
  name: string
  ok: boolean
}

const CHECKS = [
  { name: 'types', command: ['tsc', '--noEmit', '-p', 'tsconfig.json'] },
  { name: 'lint', command: ['oxlint', '--deny-warnings', '.'] },
  { name: 'format', command: ['prettier', '--check', '--log-level', 'warn', '.'] },
]

/**
 * All at once, told in their order. `npm test` runs the architecture rules with the other tests; `npm run check`
 * runs them by themselves.
 */
export async function runChecks(options: { architecture: boolean }): Promise<CheckResult[]> {
  const wanted = options.architecture
    ? [
        ...CHECKS,
        { name: 'architecture', command: ['vitest', 'run', '--project', 'pure', 'tests/architecture'] },
      ]
    : CHECKS
  const running = wanted.map(({ name, command }) => ({ name, ended: run(command) }))
  const results: CheckResult[] = []
  for (const { name, ended } of running) {
    process.stdout.write(`check: ${name} … `)
    const { ok, said } = await ended
    console.log(ok ? 'ok' : 'failed')
    if (!ok) console.log(said)
    results.push({ name, ok })
  }
  return results
}

async function run([program = '', ...args]: string[]): Promise<{ ok: boolean; said: string }> {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => (said += text))
  }
  return await new Promise((done) => {
    child.once('error', (error) => done({ ok: false, said: error.message }))
    child.once('close', (code) => done({ ok: code === 0, said }))
  })
}
