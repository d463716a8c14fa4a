import type { WireResponse } from '../wire/messages.ts'
import { respond, type Handle } from './respond.ts'

export interface FetchDoorOptions {
  /** Waits for an answer that is late. A simulation hands in its own, on its own clock. */
  sleep?(milliseconds: number): Promise<void>
}

/**
 * The sandbox as a function of the shape of `fetch`, without sockets. The host of an address does not
 * matter. Answers that get lost, come late or break off do so as they would from a real connection.
 */
export function fetchDoor(handle: Handle, { sleep = realSleep }: FetchDoorOptions = {}): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init)
    const { pathname, search, host } = new URL(request.url)
    const body = new Uint8Array(await request.arrayBuffer())
    request.signal.throwIfAborted()
    const answer = respond(handle, {
      method: request.method,
      target: pathname + search,
      headers: { host, ...Object.fromEntries(request.headers) },
      body,
    })
    const { fate } = answer
    if (fate?.kind === 'late') await unlessAborted(sleep(fate.milliseconds), request.signal)
    if (fate?.kind === 'lost') throw new TypeError('fetch failed', { cause: connectionReset() })
    if (answer.headers['location'] !== undefined && request.redirect !== 'manual') {
      const cause = new Error("The answer leads out of the sandbox; ask with redirect: 'manual' to see it.")
      throw new TypeError('fetch failed', { cause })
    }
    return new Response(bodyOf(answer), { status: answer.status, headers: answer.headers })
  }
}

function bodyOf({ status, body, fate }: WireResponse): BodyInit | null {
  if (fate?.kind === 'truncated') return brokenOff(body.slice(0, fate.length))
  return body === '' || status === 204 || status === 304 ? null : new TextEncoder().encode(body)
}

/** Gives what there is, then fails, as a connection does that ends too early. */
function brokenOff(text: string): ReadableStream<Uint8Array> {
  const cause = Object.assign(new Error('other side closed'), { code: 'UND_ERR_SOCKET' })
  let given = false
  return new ReadableStream({
    pull(controller) {
      if (given || text === '') return controller.error(new TypeError('terminated', { cause }))
      given = true
      controller.enqueue(new TextEncoder().encode(text))
    },
  })
}

const connectionReset = () =>
  Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET', errno: -104, syscall: 'read' })

const realSleep = (milliseconds: number) =>
  new Promise<void>((done) => {
    setTimeout(done, milliseconds)
  })

async function unlessAborted(work: Promise<void>, signal: AbortSignal): Promise<void> {
  let leave = () => {}
  const aborted = new Promise<never>((_, reject) => {
    leave = () => reject(signal.reason as Error)
    signal.addEventListener('abort', leave)
  })
  try {
    signal.throwIfAborted()
    await Promise.race([work, aborted])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}
