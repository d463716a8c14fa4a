import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { isSigned } from './sign.ts'

const main = fileURLToPath(new URL('../cli/main.ts', import.meta.url))
const home = mkdtempSync(join(tmpdir(), 'qbo-sandbox-webhooks-'))
const children: ChildProcess[] = []
afterAll(() => {
  for (const each of children) each.kill('SIGKILL')
  rmSync(home, { recursive: true, force: true })
})

/** The command as people start it, on a free port; answers how to ask it and how to end it. */
async function started(...args: string[]) {
  const child = spawn(process.execPath, [main, '--port', '0', ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  const line = await new Promise<string>((ready) => {
    child.stdout.setEncoding('utf8').once('data', ready)
  })
  const { url, realms } = JSON.parse(line) as { url: string; realms: { realmId: string }[] }
  const realmId = realms[0]?.realmId
  const post = async (path: string, body: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(url + path, { method: 'POST', headers, body: JSON.stringify(body) })
    return (await answer.json()) as Record<string, unknown>
  }
  return {
    post,
    async createCustomer(DisplayName: string) {
      const { access_token: token } = await post('/_sandbox/tokens', { realmId })
      const headers = { authorization: `Bearer ${String(token)}`, accept: 'application/json' }
      await post(`/v3/company/${realmId}/customer`, { DisplayName }, headers)
    },
    async stop() {
      const ended = new Promise((done) => {
        child.once('exit', done)
      })
      child.kill('SIGTERM')
      expect(await ended).toBe(0)
    },
  }
}

describe('the command with --webhook', { timeout: 60_000 }, () => {
  it('announces changes, signed, and goes on after a restart with what nobody took', async () => {
    const heard: { body: string; signature: string }[] = []
    const answer = { status: 503 }
    const listener = createServer((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (text: string) => (body += text))
      request.on('end', () => {
        heard.push({ body, signature: String(request.headers['intuit-signature']) })
        response.writeHead(answer.status).end()
      })
    })
    await new Promise<void>((ready) => {
      listener.listen(0, '127.0.0.1', ready)
    })
    const address = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/hook`
    const options = ['--webhook', address, '--verifier', 'sesame', '--state', join(home, 'state.json')]

    const first = await started(...options)
    await first.createCustomer('Announced')
    // Announcements gather for two seconds; the clock can be moved instead of waiting for them.
    await first.post('/_sandbox/clock', { advance: 2000 })
    await vi.waitFor(() => expect(heard).toHaveLength(1), { timeout: 10_000 })
    await first.stop()

    answer.status = 200
    const second = await started(...options)
    await second.post('/_sandbox/clock', { advance: 60_000 })
    await vi.waitFor(() => expect(heard).toHaveLength(2), { timeout: 10_000 })
    expect(heard[1]).toEqual(heard[0])
    expect(heard[0]?.body).toContain('qbo.customer.created.v1')
    expect(isSigned(heard[0]?.body ?? '', 'sesame', heard[0]?.signature)).toBe(true)
    await second.stop()
    listener.closeAllConnections()
    listener.close()
  })
})
