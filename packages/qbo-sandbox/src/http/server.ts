import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { WireResponse } from '../wire/messages.ts'
import { MOST_BYTES, crashed, respond, tooLarge, type Handle } from './respond.ts'

export interface ServerOptions {
  handle: Handle
  /** 0 takes any free one. */
  port: number
  host?: string
  /** Hears of mistakes of our own; the client gets a 500. */
  report?(error: unknown): void
}

export interface RunningServer {
  url: string
  close(): Promise<void>
}

/** The sandbox over HTTP. Rejects with one sentence when the port cannot be had. */
export async function startServer({
  handle,
  port,
  host = '127.0.0.1',
  report = () => {},
}: ServerOptions): Promise<RunningServer> {
  const late = new Set<ServerResponse>()
  const server = createServer((request, response) => {
    read(request)
      .then((body) => {
        if (body === 'gone') return
        send(response, answerTo(request, body), late)
      })
      .catch((error: unknown) => {
        report(error)
        if (response.headersSent) response.destroy()
        else send(response, crashed(), late)
      })
  })
  // Longer than clients keep an idle connection, so that none is closed under a request on its way.
  server.keepAliveTimeout = 75_000

  function answerTo(request: IncomingMessage, body: Uint8Array | 'too large'): WireResponse {
    if (body === 'too large') return tooLarge()
    return respond(handle, {
      method: request.method ?? 'GET',
      target: targetOf(request.url ?? '/'),
      headers: headersOf(request),
      body,
    })
  }

  await listening(server, port, host)
  return {
    url: addressOf(server, host),
    close: () => closed(server, late),
  }
}

/** The whole body; or that there is more than we take, or that the client left halfway. */
async function read(request: IncomingMessage): Promise<Uint8Array | 'too large' | 'gone'> {
  const chunks: Buffer[] = []
  let length = 0
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      length += chunk.byteLength
      // What is too much is read to its end and thrown away, so that the client hears why.
      if (length <= MOST_BYTES) chunks.push(chunk)
    }
  } catch {
    return 'gone'
  }
  return length > MOST_BYTES ? 'too large' : Buffer.concat(chunks)
}

/** Lets the answer meet its fate. The work is done by now, whatever happens here. */
function send(response: ServerResponse, answer: WireResponse, late: Set<ServerResponse>): void {
  const { fate } = answer
  switch (fate?.kind) {
    case 'lost':
      response.socket?.resetAndDestroy()
      return
    case 'late': {
      const timer = setTimeout(() => write(response, answer), fate.milliseconds)
      late.add(response)
      response.on('close', () => {
        clearTimeout(timer)
        late.delete(response)
      })
      return
    }
    case 'truncated':
      head(response, answer)
      response.flushHeaders()
      response.write(answer.body.slice(0, fate.length), () => response.socket?.destroy())
      return
    default:
      write(response, answer)
  }
}

function write(response: ServerResponse, answer: WireResponse): void {
  head(response, answer)
  response.end(answer.body)
}

/** QuickBooks sends what worked in chunks and tells the length of what did not. */
function head(response: ServerResponse, { status, headers, body }: WireResponse): void {
  response.writeHead(status, { ...headers, ...framing(response.req.method, status, body) })
}

function framing(method: string | undefined, status: number, body: string): Record<string, string> {
  if (method === 'HEAD') return {}
  if (status === 200 && body !== '') return { 'transfer-encoding': 'chunked' }
  return { 'content-length': String(Buffer.byteLength(body)) }
}

/** A proxy may send the whole address. */
function targetOf(url: string): string {
  if (url.startsWith('/') || !URL.canParse(url)) return url
  const { pathname, search } = new URL(url)
  return pathname + search
}

function headersOf({ headers }: IncomingMessage): Record<string, string> {
  const found: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) found[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return found
}

async function listening(server: Server, port: number, host: string): Promise<void> {
  await new Promise<void>((ready, failed) => {
    server.once('error', (error: NodeJS.ErrnoException) => failed(new Error(whyNot(error, port, host))))
    server.listen(port, host, ready)
  })
}

function whyNot({ code, message }: NodeJS.ErrnoException, port: number, host: string): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} is in use by another program. Stop it, or choose another port.`
  if (code === 'EACCES') return `Port ${port} may not be used by this account. Choose one above 1023.`
  if (code === 'ENOTFOUND' || code === 'EADDRNOTAVAIL') return `This machine has no address ${host}.`
  return message
}

function addressOf(server: Server, host: string): string {
  const { port } = server.address() as AddressInfo
  const everywhere = host === '0.0.0.0' || host === '::'
  const name = host.includes(':') ? `[${host}]` : host
  return `http://${everywhere ? 'localhost' : name}:${port}`
}

/** Takes no more; answers under way still go out, late ones do not. */
async function closed(server: Server, late: Set<ServerResponse>): Promise<void> {
  const done = new Promise<void>((resolve) => {
    server.close(() => resolve())
  })
  for (const response of late) response.destroy()
  const patience = setTimeout(() => server.closeAllConnections(), 500)
  await done
  clearTimeout(patience)
}
