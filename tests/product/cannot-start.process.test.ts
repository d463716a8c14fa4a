import { spawnSync } from 'node:child_process'
import { createServer } from 'node:net'
import { describe, expect, it } from 'vitest'

const start = (args: string[], env: Record<string, string> = {}) =>
  spawnSync('node', ['--disable-warning=ExperimentalWarning', 'scripts/start.ts', ...args], {
    encoding: 'utf8',
    env: { ...process.env, TIEOUT_DATA_DIR: '/var/tmp/tieout-never-made', ...env },
    timeout: 60_000,
  })

describe('a start that cannot be', () => {
  it('says in one sentence that the port is taken', async () => {
    const other = createServer()
    await new Promise<void>((ready) => other.listen(0, '127.0.0.1', ready))
    const address = other.address()
    const port = address && typeof address === 'object' ? address.port : 0
    const { status, stdout, stderr } = start(['--port', String(port)])
    await new Promise((done) => other.close(done))
    expect(status).toBe(1)
    expect(stderr.trim()).toBe(
      `Port ${port} is in use by another program. Stop it, or try: npm start -- --port ${port + 1}`,
    )
    expect(stdout).toBe('')
  })

  it.each([
    [
      'a setting that is wrong',
      [],
      { PUBLIC_ORIGIN: 'not an address' },
      /^The setting PUBLIC_ORIGIN is not valid/,
    ],
    [
      'half of an app at Intuit',
      [],
      { QBO_CLIENT_ID: 'desk' },
      /^QBO_CLIENT_ID and QBO_CLIENT_SECRET go together, and QBO_CLIENT_SECRET is missing\.$/,
    ],
    [
      'an address of a sandbox that is none',
      [],
      { QBO_SANDBOX_URL: 'nowhere' },
      /^The setting QBO_SANDBOX_URL is not valid/,
    ],
    [
      'a database that does not answer',
      [],
      { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' },
      /does not answer/,
    ],
    ['an option it does not know', ['--frehs'], {}, /--frehs/],
    [
      '--fresh on a database of somebody’s own',
      ['--fresh'],
      { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' },
      /Empty the one in DATABASE_URL yourself/,
    ],
  ])('says in one sentence: %s', (_what, args, env, sentence) => {
    const { status, stderr } = start(['--port', '39917', ...args], env)
    expect(status).toBe(1)
    expect(stderr.trim()).toMatch(sentence)
    expect(stderr).not.toMatch(/^\s+at /m)
  })
})

describe('a worker that cannot be', () => {
  const run = (args: string[], env: Record<string, string>) =>
    spawnSync('node', ['--disable-warning=ExperimentalWarning', 'scripts/worker.ts', ...args], {
      encoding: 'utf8',
      env: { ...process.env, TIEOUT_DATA_DIR: '/var/tmp/tieout-never-made', DATABASE_URL: '', ...env },
      timeout: 60_000,
    })
  const nowhere = { DATABASE_URL: 'postgres://x:y@127.0.0.1:1/z' }
  const keys = { TIEOUT_KEYS: `one:${Buffer.alloc(32).toString('base64')}` }

  it.each([
    ['no database', [], {}, /^There is no database to work on: .* run npm start in another window first\.$/],
    ['no keys of the server', [], nowhere, /^The keys of the server are missing/],
    ['a database that does not answer', [], { ...nowhere, ...keys }, /does not answer\.$/],
    ['an option it does not know', ['--lanes'], {}, /--lanes.* There are --grace N, --verbose and --help\.$/],
    ['a setting that is wrong', [], { ...nowhere, QBO_SANDBOX: 'maybe' }, /^The setting QBO_SANDBOX is not/],
  ])('says in one sentence: %s', (_what, args, env, sentence) => {
    const { status, stdout, stderr } = run(args, env as unknown as Record<string, string>)
    expect([status, stdout]).toEqual([1, ''])
    expect(stderr.trim()).toMatch(sentence)
    expect(stderr.trim()).not.toContain('\n')
  })

  it('explains itself when it is asked', () => {
    const { status, stdout } = run(['--help'], {})
    expect(status).toBe(0)
    expect(stdout).toContain('--grace N')
  })
})
