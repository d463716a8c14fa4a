import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { adjustableClock } from '../chaos/clock.ts'
import { connected, customer, SECOND } from '../chaos/testing/client.ts'
import { systemClock } from '../ports.ts'
import { deliverOverHttp, startCourier, type Courier } from './courier.ts'
import { isSigned } from './sign.ts'

const servers: Server[] = []
const couriers: Courier[] = []
afterEach(() => {
  for (const each of couriers.splice(0)) each.stop()
  for (const each of servers.splice(0)) {
    each.closeAllConnections()
    each.close()
  }
})

interface Heard {
  body: string
  signature: string | undefined
}

/** A listener of one's own over HTTP. `answer` gives a status, or nothing to stay silent. */
async function listener(answer: () => number | undefined) {
  const heard: Heard[] = []
  const server = createServer((request, response) => {
    let body = ''
    request.setEncoding('utf8').on('data', (text: string) => (body += text))
    request.on('end', () => {
      heard.push({ body, signature: request.headers['intuit-signature'] as string | undefined })
      const status = answer()
      if (status !== undefined) response.writeHead(status, { location: '/elsewhere' }).end()
    })
  })
  servers.push(server)
  await new Promise<void>((ready) => {
    server.listen(0, '127.0.0.1', ready)
  })
  return { heard, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook` }
}

describe('the courier', () => {
  it('brings what is due by itself, signed, and tries again by the clock', async () => {
    const answers = [500, 200]
    const { heard, url } = await listener(() => answers.shift())
    const clock = adjustableClock(systemClock)
    const { sandbox, post } = await connected({ clock })
    sandbox.webhooks.subscribe({ url, verifier: 'sesame', delayMilliseconds: 0 })
    const rounds = vi.fn()
    couriers.push(startCourier({ webhooks: sandbox.webhooks, clock, afterwards: rounds }))
    await post('customer', customer('Announced'))
    await vi.waitFor(() => expect(rounds).toHaveBeenCalledTimes(1))
    expect(isSigned(heard[0]?.body ?? '', 'sesame', heard[0]?.signature)).toBe(true)
    clock.advance(10 * SECOND)
    sandbox.webhooks.stir()
    await vi.waitFor(() => expect(sandbox.webhooks.subscriptions()[0]?.delivered).toBe(1))
    expect(heard[1]).toEqual(heard[0])
  })

  it('does not follow where a listener sends it', async () => {
    const { heard, url } = await listener(() => 307)
    expect(await deliverOverHttp({ method: 'POST', url, headers: {}, body: '[]' })).toBe(307)
    expect(heard).toHaveLength(1)
  })

  it('gives up a listener that stays silent for three seconds', async () => {
    const { url } = await listener(() => undefined)
    const begun = systemClock.now()
    await expect(deliverOverHttp({ method: 'POST', url, headers: {}, body: '[]' })).rejects.toThrow()
    expect(systemClock.now() - begun).toBeGreaterThan(2500)
    expect(systemClock.now() - begun).toBeLessThan(8000)
  }, 15_000)

  it('sends nothing any more once it is stopped', async () => {
    const { heard, url } = await listener(() => 200)
    const { sandbox, clock, post } = await connected()
    sandbox.webhooks.subscribe({ url, verifier: 'sesame', delayMilliseconds: 0 })
    const deliver = vi.fn(deliverOverHttp)
    const courier = startCourier({ webhooks: sandbox.webhooks, clock, deliver })
    courier.stop()
    await post('customer', customer('Unannounced'))
    await new Promise((done) => {
      setTimeout(done, 20)
    })
    expect(deliver).not.toHaveBeenCalled()
    expect(heard).toHaveLength(0)
  })
})
