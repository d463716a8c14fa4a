import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { clientAddress, sendResponse, toRequest, type Api, type Log } from '@tieout/platform'
import { pageRequest, type PageGate } from './page-request.ts'

export interface HttpParts {
  api: Api
  ops: (request: Request, ip: string) => Promise<Response | null>
  gate: PageGate
  /** Next's own handler; absent where only the API is served. */
  pages?: (incoming: IncomingMessage, outgoing: ServerResponse) => Promise<void>
  publicOrigin: string
  trustProxy: boolean
  log: Log
}

/** One door for everything: the API and the operator's addresses first, then the pages. */
export function createHttpServer(parts: HttpParts): Server {
  return createServer({ requestTimeout: 30_000, headersTimeout: 15_000 }, (incoming, outgoing) => {
    secureHeaders(outgoing, parts.publicOrigin)
    serve(parts, incoming, outgoing).catch((error: unknown) => {
      parts.log.error({ err: error, method: incoming.method }, 'request failed outside the API')
      if (!outgoing.headersSent) outgoing.writeHead(500, { 'content-type': 'text/plain' })
      outgoing.end('Something went wrong on our side. It has been recorded.')
    })
  })
}

async function serve(parts: HttpParts, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const ip = clientAddress(incoming, parts.trustProxy)
  const path = incoming.url ?? '/'
  if (path.startsWith('/api/')) {
    await sendResponse(await parts.api(toRequest(incoming, parts.publicOrigin), { ip }), outgoing)
    return
  }
  if (incoming.method === 'GET') {
    const answer = await parts.ops(toRequest(incoming, parts.publicOrigin), ip)
    if (answer) return await sendResponse(answer, outgoing)
  }
  if (!parts.pages) {
    outgoing.writeHead(404, { 'content-type': 'text/plain' }).end('Not found')
    return
  }
  if (!(await pageRequest(parts.gate, incoming, outgoing))) return
  await parts.pages(incoming, outgoing)
}

function secureHeaders(outgoing: ServerResponse, publicOrigin: string): void {
  outgoing.setHeader('x-content-type-options', 'nosniff')
  outgoing.setHeader('referrer-policy', 'same-origin')
  outgoing.setHeader('x-frame-options', 'DENY')
  outgoing.setHeader('cross-origin-opener-policy', 'same-origin')
  outgoing.setHeader('permissions-policy', 'camera=(), geolocation=(), microphone=()')
  if (publicOrigin.startsWith('https:')) outgoing.setHeader('strict-transport-security', 'max-age=31536000')
}

/** Stops taking requests, lets the running ones finish, then closes what idles. */
export async function closeHttpServer(server: Server, graceMs = 5000): Promise<void> {
  await new Promise<void>((done) => {
    const force = setTimeout(() => server.closeAllConnections(), graceMs)
    server.close(() => {
      clearTimeout(force)
      done()
    })
    server.closeIdleConnections()
  })
}
