import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { echo, heard } from './testing/echo.ts'
import { fetchDoor } from './fetch.ts'
import { MOST_BYTES } from './respond.ts'
import { startServer, type RunningServer } from './server.ts'

const doored = fetchDoor(echo)
let server: RunningServer
beforeAll(async () => {
  server = await startServer({ handle: echo, port: 0 })
})
afterAll(async () => await server.close())

const both = (path: string, init?: RequestInit): [Promise<Response>, Promise<Response>] => [
  doored(`https://sandbox-quickbooks.api.intuit.com${path}`, init),
  fetch(server.url + path, init),
]

const stream = (...chunks: (string | Uint8Array)[]) =>
  new ReadableStream({
    start(controller) {
      for (const chunk of chunks)
        controller.enqueue(typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk)
      controller.close()
    },
  })

const bytes = (...values: number[]) => new Uint8Array(values)
const streamed = (body: ReadableStream): RequestInit =>
  ({ method: 'POST', body, duplex: 'half' }) as RequestInit

describe('a request through either door', () => {
  it.each<[string, string, () => RequestInit]>([
    ['a read', '/v3/company/1/invoice/2?minorversion=75', () => ({})],
    [
      'a query, percent signs and all',
      '/v3/company/1/query?query=select%20%27%C3%A9%5C%27%27&a=%2B+',
      () => ({}),
    ],
    ['a path with odd characters', '/v3/company/1/ü/{x}?q="<>"', () => ({})],
    ['JSON as text', '/v3/company/1/invoice', () => ({ method: 'POST', body: '{"Ö":"€ 𝄞"}' })],
    [
      'a form',
      '/oauth2/v1/tokens/bearer',
      () => ({ method: 'POST', body: new URLSearchParams({ a: 'é&b' }) }),
    ],
    [
      'bytes',
      '/x',
      () => ({ method: 'POST', body: bytes(0x7b, 0x7d), headers: { 'content-type': 'application/json' } }),
    ],
    ['a stream', '/x', () => streamed(stream('{"a":', '"é"}'))],
    ['bytes that are no UTF-8', '/x', () => ({ method: 'POST', body: bytes(0x7b, 0xff, 0xc3, 0x28) })],
    ['a byte order mark', '/x', () => ({ method: 'POST', body: bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d) })],
    ['an empty body', '/x', () => ({ method: 'POST' })],
    ['a status that is no success', '/x', () => ({ headers: { 'x-status': '400' } })],
    ['HEAD, which has no body', '/x', () => ({ method: 'HEAD' })],
    ['a method QuickBooks does not have', '/x', () => ({ method: 'PATCH', body: '{}' })],
    ['OPTIONS, refused at the door', '/x', () => ({ method: 'OPTIONS' })],
    ['more than fits', '/x', () => ({ method: 'POST', body: 'x'.repeat(MOST_BYTES + 1) })],
    [
      'all that fits',
      '/x',
      () => ({ method: 'POST', body: 'x'.repeat(MOST_BYTES - 1), headers: { 'x-status': '413' } }),
    ],
    ['a way back, asked for by hand', '/x', () => ({ redirect: 'manual', headers: { 'x-status': '302' } })],
  ])('gives the same bytes: %s', async (_what, path, init) => {
    const [left, right] = await Promise.all([
      doored(`https://sandbox-quickbooks.api.intuit.com${path}`, init()),
      fetch(server.url + path, init()),
    ])
    expect(left.status).toBe(right.status)
    const [one, other] = await Promise.all([left.arrayBuffer(), right.arrayBuffer()])
    expect(Buffer.from(one).equals(Buffer.from(other))).toBe(true)
    for (const name of ['content-type', 'intuit-tid', 'x-seen', 'allow'])
      expect(left.headers.get(name), name).toBe(right.headers.get(name))
  })

  it('is heard by the core as it was sent', async () => {
    heard.length = 0
    await Promise.all(
      both('/v3/company/1/query?query=select%20*', {
        method: 'POST',
        body: 'select * from Invoice',
        headers: { 'Content-Type': 'application/text', Authorization: 'Bearer x', 'X-Two': 'a' },
      }),
    )
    for (const request of heard) {
      expect(request).toMatchObject({
        method: 'POST',
        target: '/v3/company/1/query?query=select%20*',
        body: 'select * from Invoice',
        headers: { 'content-type': 'application/text', authorization: 'Bearer x', 'x-two': 'a' },
      })
      expect(request.malformed).toBeUndefined()
      expect(request.headers['host']).toBeTypeOf('string')
    }
    expect(heard).toHaveLength(2)
  })

  it('is told that its bytes are no UTF-8', async () => {
    heard.length = 0
    await Promise.all(both('/x', { method: 'POST', body: bytes(0x22, 0xff, 0x22) }))
    expect(heard.map((each) => each.malformed)).toEqual([true, true])
  })

  it('keeps its byte order mark, for the core to stumble over', async () => {
    heard.length = 0
    await Promise.all(both('/x', { method: 'POST', body: bytes(0xef, 0xbb, 0xbf, 0x7b, 0x7d) }))
    expect(heard.map((each) => each.body)).toEqual(['\ufeff{}', '\ufeff{}'])
  })

  it('never reaches the core when it is too large or in a method nobody answers', async () => {
    heard.length = 0
    const large = await Promise.all(both('/x', { method: 'POST', body: 'x'.repeat(MOST_BYTES + 1) }))
    const options = await Promise.all(both('/x', { method: 'OPTIONS' }))
    expect(large.map((each) => each.status)).toEqual([413, 413])
    expect(await large[0].json()).toMatchObject({
      Fault: { Error: [{ Detail: expect.stringContaining('8388608 bytes') }] },
    })
    expect(options.map((each) => each.status)).toEqual([405, 405])
    expect(heard).toEqual([])
  })

  it('takes an address as text, as a URL or inside a Request', async () => {
    const address = 'http://anywhere.test/v3/company/9/item/1'
    for (const input of [address, new URL(address), new Request(address)]) {
      const answer = await doored(input)
      expect(await answer.json()).toMatchObject({ method: 'GET', target: '/v3/company/9/item/1' })
    }
  })
})

describe('the fate of an answer, through either door', () => {
  const fated = (fate: object, more: RequestInit = {}) =>
    both('/x', { ...more, headers: { 'x-fate': JSON.stringify(fate) } })
  const reasonOf = async (work: Promise<unknown>) =>
    await work.then(
      () => expect.fail('it should have failed'),
      (error: unknown) => error as Error & { cause?: { code?: string } },
    )

  it('lost: the work is done and the connection is reset', async () => {
    heard.length = 0
    for (const answer of fated({ kind: 'lost' })) {
      const error = await reasonOf(answer)
      expect(error).toBeInstanceOf(TypeError)
      expect(error.message).toBe('fetch failed')
      expect(error.cause?.code).toBe('ECONNRESET')
    }
    expect(heard).toHaveLength(2)
  })

  it.each([0, 5])('truncated: the head and %i characters arrive, then the body fails', async (length) => {
    for (const work of fated({ kind: 'truncated', length })) {
      const answer = await work
      expect(answer.status).toBe(200)
      const reader = (answer.body as ReadableStream<Uint8Array>).getReader()
      let text = ''
      const error = await reasonOf(
        (async () => {
          for (;;) {
            const { value, done } = await reader.read()
            if (done) return
            text += new TextDecoder().decode(value)
          }
        })(),
      )
      expect(text).toBe('{"met'.slice(0, length))
      expect(error.message).toBe('terminated')
      expect(error.cause?.code).toBe('UND_ERR_SOCKET')
    }
  })

  it('late: it comes after that time', async () => {
    const waited: number[] = []
    const patient = fetchDoor(echo, { sleep: async (milliseconds) => void waited.push(milliseconds) })
    const init = { headers: { 'x-fate': '{"kind":"late","milliseconds":60}' } }
    expect((await patient('http://x/x', init)).status).toBe(200)
    expect(waited).toEqual([60])

    const before = performance.now()
    expect((await fetch(`${server.url}/x`, init)).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(55)
  })

  it('late: a client that gives up first hears its own reason, and the work is done', async () => {
    heard.length = 0
    const never = fetchDoor(echo, { sleep: () => new Promise(() => {}) })
    const init = () => ({
      headers: { 'x-fate': '{"kind":"late","milliseconds":600000}' },
      signal: AbortSignal.timeout(30),
    })
    for (const work of [never('http://x/x', init()), fetch(`${server.url}/x`, init())])
      expect((await reasonOf(work)).name).toBe('TimeoutError')
    expect(heard).toHaveLength(2)
  })

  it('nothing is done for a client that gave up before it asked', async () => {
    heard.length = 0
    const signal = AbortSignal.abort()
    for (const work of both('/x', { signal })) expect((await reasonOf(work)).name).toBe('AbortError')
    expect(heard).toEqual([])
  })
})

describe('the door in process', () => {
  it('does not follow a way back out of the sandbox', async () => {
    const work = doored('http://x/connect/oauth2', { headers: { 'x-status': '302' } })
    // The echo has no location; one that has leads away.
    expect((await work).status).toBe(302)
    const leading = fetchDoor(() => ({
      status: 302,
      headers: { location: 'http://app.test/?code=1' },
      body: '',
    }))
    await expect(leading('http://x/')).rejects.toThrow('fetch failed')
    expect((await leading('http://x/', { redirect: 'manual' })).headers.get('location')).toContain('code=1')
  })

  it('lets a mistake of the core show itself', async () => {
    const broken = fetchDoor(() => {
      throw new Error('a mistake')
    })
    await expect(broken('http://x/')).rejects.toThrow('a mistake')
  })
})
