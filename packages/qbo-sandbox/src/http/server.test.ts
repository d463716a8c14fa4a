import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startServer, type RunningServer } from './server.ts'
import { echo, heard } from './testing/echo.ts'

let server: RunningServer
beforeAll(async () => {
  server = await startServer({ handle: echo, port: 0 })
})
afterAll(async () => await server.close())

describe('the server', () => {
  it('sends success in chunks and tells the length of a refusal, as QuickBooks does', async () => {
    const good = await fetch(`${server.url}/x`)
    const bad = await fetch(`${server.url}/x`, { headers: { 'x-status': '400' } })
    expect(good.headers.get('transfer-encoding')).toBe('chunked')
    expect(good.headers.get('content-length')).toBeNull()
    expect(bad.headers.get('content-length')).toBe(String((await bad.text()).length))
  })

  it('answers 500 to a mistake of the core, reports it and lives on', async () => {
    const report = vi.fn()
    const fragile = await startServer({
      handle: (request) => {
        if (request.target === '/broken') throw new Error('a mistake')
        return echo(request)
      },
      port: 0,
      report,
    })
    expect((await fetch(`${fragile.url}/broken`)).status).toBe(500)
    expect(report).toHaveBeenCalledWith(new Error('a mistake'))
    expect((await fetch(`${fragile.url}/x`)).status).toBe(200)
    await fragile.close()
  })

  it('says in one sentence that the port is taken', async () => {
    const port = Number(new URL(server.url).port)
    await expect(startServer({ handle: echo, port })).rejects.toThrow(
      new Error(`Port ${port} is in use by another program. Stop it, or choose another port.`),
    )
  })

  it('closes at once, though a client holds a connection open and an answer is late', async () => {
    const own = await startServer({ handle: echo, port: 0 })
    await fetch(`${own.url}/x`)
    const waiting = fetch(`${own.url}/x`, { headers: { 'x-fate': '{"kind":"late","milliseconds":600000}' } })
    const refused = expect(waiting).rejects.toThrow('fetch failed')
    await vi.waitFor(() => expect(heard.at(-1)?.headers['x-fate']).toBeDefined())
    const before = performance.now()
    await own.close()
    expect(performance.now() - before).toBeLessThan(400)
    await refused
    await expect(fetch(`${own.url}/x`)).rejects.toThrow('fetch failed')
  })

  it('closes soon, though a client never finishes its request', async () => {
    const own = await startServer({ handle: echo, port: 0 })
    const socket = connect(Number(new URL(own.url).port), '127.0.0.1')
    const gone = new Promise<void>((done) => {
      socket.on('close', () => done()).on('error', () => {})
    })
    await new Promise<void>((sent) => {
      socket.write('POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf', () => sent())
    })
    await own.close()
    await gone
  })

  it('survives what is no HTTP, and clients that leave in the middle', async () => {
    const port = Number(new URL(server.url).port)
    for (const text of [
      '\0\0garbage\r\n\r\n',
      'POST /x HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nhalf',
    ]) {
      await new Promise<void>((done) => {
        const socket = connect(port, '127.0.0.1', () => socket.end(text))
        socket.on('close', () => done()).on('error', () => done())
        socket.resume()
      })
    }
    expect((await fetch(`${server.url}/x`)).status).toBe(200)
  })

  it('understands a proxy that sends the whole address', async () => {
    heard.length = 0
    const port = Number(new URL(server.url).port)
    await new Promise<void>((done) => {
      const socket = connect(port, '127.0.0.1', () =>
        socket.end(
          'GET http://elsewhere.test/v3/company/1/item/2?a=b HTTP/1.1\r\nhost: elsewhere.test\r\n\r\n',
        ),
      )
      socket.on('close', () => done())
      socket.resume()
    })
    expect(heard[0]?.target).toBe('/v3/company/1/item/2?a=b')
  })
})
