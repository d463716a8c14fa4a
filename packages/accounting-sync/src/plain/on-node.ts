import type { IncomingMessage, RequestListener } from 'node:http'
import { Readable } from 'node:stream'
import { json } from './reply.ts'
import type { Respond } from './routes.ts'

/** For `createServer` of `node:http`. What does not stand below `/accounting` is yours: `otherwise`, or 404. */
export const onNode =
  (respond: Respond, otherwise: RequestListener = nothingHere): RequestListener =>
  (incoming, outgoing) => {
    // Asked before its body is touched, which is yours to read.
    if (!/^\/accounting[/?]/.test(incoming.url ?? '')) return otherwise(incoming, outgoing)
    void (async () => {
      const request = requestOf(incoming)
      const response = request === null ? json(noRequest) : await respond(request)
      if (response === null) return nothingHere(incoming, outgoing)
      outgoing.writeHead(response.status, Object.fromEntries(response.headers))
      outgoing.end(Buffer.from(await response.arrayBuffer()))
    })().catch(() => outgoing.destroy())
  }

const noRequest = { status: 400, body: { detail: 'That is no request.' } }

const nothingHere: RequestListener = (_incoming, outgoing) =>
  void outgoing
    .writeHead(404, { 'content-type': 'application/json' })
    .end('{"detail":"There is no such route."}')

function requestOf(incoming: IncomingMessage): Request | null {
  const { method = 'GET', url = '/', headers } = incoming
  const hasBody = method !== 'GET' && method !== 'HEAD'
  try {
    return new Request(new URL(`http://host${url}`), {
      method,
      headers: Object.entries(headers).flatMap(([name, value]) =>
        [value ?? []].flat().map((each): [string, string] => [name, each]),
      ),
      ...(hasBody && { body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' }),
    })
  } catch {
    return null
  }
}
