import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'

const main = fileURLToPath(new URL('main.ts', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'qbo-sandbox-command-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

interface Announced {
  url: string
  clientId: string
  clientSecret: string
  realms: { realmId: string; name: string }[]
}

/** The command as people start it, on a free port. */
async function started(...args: string[]) {
  const child = spawn(process.execPath, [main, '--port', '0', ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let out = ''
  let err = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text))
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  await new Promise<void>((ready, failed) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text
      if (out.includes('\n')) ready()
    })
    void ended.then(() => failed(new Error(`it did not start: ${err}`)))
  })
  return {
    announced: JSON.parse(out) as Announced,
    printed: () => out,
    complained: () => err,
    async stop(signal: NodeJS.Signals = 'SIGTERM') {
      child.kill(signal)
      return await ended
    },
  }
}

const failing = (...args: string[]) =>
  spawnSync(process.execPath, [main, ...args], { encoding: 'utf8', timeout: 20_000 })

async function connected({ url, realms }: Announced) {
  const realmId = realms[0]?.realmId
  const answer = await fetch(`${url}/_sandbox/tokens`, { method: 'POST', body: JSON.stringify({ realmId }) })
  const tokens = (await answer.json()) as { access_token: string; refresh_token: string }
  return {
    tokens,
    call: async (path: string, body?: object) =>
      await fetch(`${url}/v3/company/${realmId}/${path}`, {
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          authorization: `Bearer ${tokens.access_token}`,
          accept: 'application/json',
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
  }
}

describe('the command', { timeout: 60_000 }, () => {
  it('prints one line of JSON on standard output, serves, and ends in order on both signals', async () => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      const { announced, stop, printed } = await started('--seed', '7', '--companies', '2')
      expect(Object.keys(announced)).toEqual(['url', 'clientId', 'clientSecret', 'realms'])
      expect(announced.realms).toHaveLength(2)
      const discovery = await (await fetch(`${announced.url}/.well-known/openid_configuration`)).json()
      expect(discovery.token_endpoint).toBe(`${announced.url}/oauth2/v1/tokens/bearer`)
      const { call } = await connected(announced)
      expect((await call(`companyinfo/${announced.realms[0]?.realmId}`)).status).toBe(200)
      expect(await stop(signal)).toBe(0)
      expect(printed().split('\n')).toHaveLength(2)
    }
  })

  it('keeps realms, ids and tokens between runs in a state file', async () => {
    const file = join(home, 'kept.json')
    const first = await started('--state', file, '--company', 'Kept & Co')
    const { call, tokens } = await connected(first.announced)
    const created = await (await call('customer', { DisplayName: 'Ahoj' })).json()
    expect(await first.stop()).toBe(0)

    const second = await started('--state', file, '--seed', '99', '--companies', '5')
    const { url: _, ...known } = first.announced
    expect(second.announced).toMatchObject(known)
    expect(second.complained()).toContain(file)
    const headers = { authorization: `Bearer ${tokens.access_token}`, accept: 'application/json' }
    const realmId = known.realms[0]?.realmId
    const address = `${second.announced.url}/v3/company/${realmId}`
    const read = await (await fetch(`${address}/customer/${created.Customer.Id}`, { headers })).json()
    expect(read.Customer).toEqual(created.Customer)
    const next = await (await connected(second.announced)).call('customer', { DisplayName: 'Next' })
    expect(Number((await next.json()).Customer.Id)).toBeGreaterThan(Number(created.Customer.Id))
    await second.stop()
  })

  it('has saved a change shortly after it, whatever ends the process', async () => {
    const file = join(home, 'killed.json')
    const { announced, stop } = await started('--state', file)
    const { call } = await connected(announced)
    await call('customer', { DisplayName: 'Survivor' })
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('Survivor'), { timeout: 5000 })
    await stop('SIGKILL')
    const again = await started('--state', file)
    expect(again.announced.realms).toEqual(announced.realms)
    await again.stop()
  })

  it('ends with whoever started it when it is attached, and has saved what changed', async () => {
    const file = join(home, 'attached.json')
    // The shell is killed without a word, as a program that runs out of memory is.
    const shell = spawn(
      process.execPath,
      [
        '-e',
        `const { spawn } = require('node:child_process')
        const child = spawn(process.execPath, ${JSON.stringify([main, '--port', '0', '--attached', '--state', file])},
          { stdio: ['pipe', 'inherit', 'inherit'], detached: true })
        process.stderr.write(String(child.pid))`,
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    const said = (stream: typeof shell.stdout) =>
      new Promise<string>((heard) => stream.setEncoding('utf8').once('data', heard))
    const [pid, line] = await Promise.all([said(shell.stderr), said(shell.stdout)])
    const { call } = await connected(JSON.parse(line) as Announced)
    await call('customer', { DisplayName: 'Just in time' })
    shell.kill('SIGKILL')
    await vi.waitFor(() => expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH'), { timeout: 10_000 })
    expect(readFileSync(file, 'utf8')).toContain('Just in time')
  })

  it.each([
    ['', 'cannot be used'],
    ['{"format":"qbo-san', 'cannot be used'],
    ['{"some":"other file"}', 'This is no state of a qbo-sandbox'],
    ['{"format":"qbo-sandbox","version":2}', 'version 2'],
    ['{"format":"qbo-sandbox","version":1}', 'cannot be used'],
  ])('refuses the state file %j in one sentence and leaves it alone', (text, sentence) => {
    const file = join(home, 'bad.json')
    writeFileSync(file, text)
    const { status, stdout, stderr } = failing('--port', '0', '--state', file)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toContain(sentence)
    expect(stderr).toContain(file)
    expect(stderr.trim()).not.toContain('\n')
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('says in one sentence that its state file cannot be written', () => {
    const { status, stderr } = failing('--port', '0', '--state', join(home, 'nowhere', 'state.json'))
    expect(status).toBe(1)
    expect(stderr).toMatch(/^The state file .* cannot be written \(.*\)\.\n$/)
  })

  it('does not take another client id for a state file than its own', async () => {
    const file = join(home, 'app.json')
    const mine = ['--client-id', 'mine', '--client-secret', 'a']
    const { announced, stop } = await started('--state', file, ...mine)
    expect(announced).toMatchObject({ clientId: 'mine', clientSecret: 'a' })
    await stop()
    const { status, stderr } = failing('--state', file, '--client-id', 'other', '--client-secret', 'a')
    expect(status).toBe(1)
    expect(stderr).toMatch(/belongs to the client id mine; give that one or none\.\n$/)
  })

  it('says in one sentence that the port is taken', async () => {
    const { announced, stop } = await started()
    const { status, stdout, stderr } = failing('--port', new URL(announced.url).port)
    expect(status).toBe(1)
    expect(stdout).toBe('')
    expect(stderr).toMatch(/^Port \d+ is in use by another program\. Stop it, or choose another port\.\n$/)
    await stop()
  })

  it('ends with 2 and one sentence when it is misused, and with 0 and its usage when asked', () => {
    const misused = failing('--frehs')
    expect(misused.status).toBe(2)
    expect(misused.stdout).toBe('')
    expect(misused.stderr).toMatch(/^[^\n]*--frehs[^\n]*\.\n$/)
    const asked = failing('--help')
    expect(asked.status).toBe(0)
    expect(asked.stdout).toContain('--state FILE')
  })
})
