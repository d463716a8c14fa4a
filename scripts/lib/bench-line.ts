import type { VirtualClock } from './virtual-clock.ts'

/** The line to a company, with a latency of its own and a count of what went over it. */
export interface Line {
  fetch: typeof fetch
  /** What went over it since it was last asked. */
  taken(): Traffic
  /** From now on somebody else answers. */
  leadTo(fetch: typeof globalThis.fetch): void
  /** Told of the number of documents in each write that was answered. */
  onWritten(tell: (documents: number) => void): void
}

export interface Traffic {
  writes: number
  /** GETs, which are metered and cost money: queries, objects. */
  reads: number
  /** Asked once in a cycle, by the way in. */
  changePolls: number
  tokens: number
  /** Turned away by the service. */
  throttled: number
}

/** Of our own making: a request takes so long, and so long for each document in it, a quarter more or less. */
export const LATENCY = { request: 400, document: 100, spread: 0.25 }
export const latencyOf = (documents: number) => LATENCY.request + documents * LATENCY.document

export function createLine(clock: VirtualClock, first: typeof fetch): Line {
  let answering = first
  let traffic = nothing()
  let tell: (documents: number) => void = () => {}
  const chance = dice(7)
  return {
    async fetch(input, init) {
      const kind = kindOf(new URL(input instanceof Request ? input.url : input), init?.method ?? 'GET')
      traffic[kind] += 1
      const answer = await clock.busy(() => answering(input, init))
      if (answer.status === 429) traffic.throttled += 1
      const documents = kind === 'writes' ? documentsIn(String(init?.body)) : 0
      await clock.sleep(
        latencyOf(documents) * (1 + LATENCY.spread * (2 * chance() - 1)),
        init?.signal ?? undefined,
      )
      if (documents > 0 && answer.ok) tell(documents)
      return answer
    },
    taken() {
      const before = traffic
      traffic = nothing()
      return before
    },
    leadTo: (fetch) => void (answering = fetch),
    onWritten: (listener) => void (tell = listener),
  }
}

const nothing = (): Traffic => ({ writes: 0, reads: 0, changePolls: 0, tokens: 0, throttled: 0 })

function kindOf({ pathname }: URL, method: string): 'writes' | 'reads' | 'changePolls' | 'tokens' {
  if (!pathname.startsWith('/v3/company/')) return 'tokens'
  if (pathname.endsWith('/cdc')) return 'changePolls'
  return method === 'GET' || pathname.endsWith('/query') ? 'reads' : 'writes'
}

const documentsIn = (body: string) => Math.max(1, body.split('"bId":').length - 1)

/** The same chance every time. */
function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}
