import type { WireRequest, WireResponse } from '../wire/messages.ts'

export type Handle = (request: WireRequest) => WireResponse

/** A request as it came in at a door, before anybody looked at it. */
export interface Arrival {
  method: string
  target: string
  headers: Record<string, string>
  body: Uint8Array
}

/** Far beyond any document of QuickBooks; it keeps a runaway client from filling the memory. */
export const MOST_BYTES = 8 * 1024 * 1024

const NOT_SPOKEN = new Set(['CONNECT', 'OPTIONS', 'TRACE'])

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
const lenient = new TextDecoder('utf-8', { ignoreBOM: true })

/** What both doors share: bytes become text, what no service answers is refused, HEAD is GET without its body. */
export function respond(handle: Handle, arrival: Arrival): WireResponse {
  const { method, target, headers } = arrival
  if (NOT_SPOKEN.has(method))
    return refusal(405, `qbo-sandbox does not answer ${method}.`, { allow: 'GET, HEAD, POST' })
  if (arrival.body.byteLength > MOST_BYTES) return tooLarge()
  const body = textOf(arrival.body)
  const response = handle({
    method: method === 'HEAD' ? 'GET' : method,
    target,
    headers,
    body: body ?? lenient.decode(arrival.body),
    ...(body === undefined ? { malformed: true } : {}),
  })
  return method === 'HEAD' ? { ...response, body: '' } : response
}

export const tooLarge = () => refusal(413, `qbo-sandbox takes request bodies of up to ${MOST_BYTES} bytes.`)

export const crashed = () => refusal(500, 'qbo-sandbox made a mistake of its own. Its log says which.')

function textOf(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes)
  } catch {
    return undefined
  }
}

/** In the words of the doors, not of QuickBooks: these answers never reached a company. */
function refusal(status: number, detail: string, headers: Record<string, string> = {}): WireResponse {
  const error = { Message: 'Refused by the sandbox', Detail: detail, code: String(status) }
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ Fault: { Error: [error], type: 'SystemFault' } }),
  }
}
