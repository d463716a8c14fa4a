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
