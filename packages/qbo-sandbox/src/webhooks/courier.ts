import type { Clock } from '../ports.ts'
import type { Deliver, Webhooks } from './webhooks.ts'

/** A listener has so long to answer. */
const PATIENCE = 3000
/** The longest wait a timer can be set to. */
const LONGEST = 2_000_000_000

/** Over the network; what leads elsewhere is no answer. */
export const deliverOverHttp: Deliver = async ({ url, headers, body }) => {
  const response = await fetch(url, {
    method: 'POST',
    headers,
    body,
    redirect: 'manual',
    signal: AbortSignal.timeout(PATIENCE),
  })
  await response.body?.cancel()
  return response.status
}

export interface Courier {
  stop(): void
}

export interface CourierOptions {
  webhooks: Webhooks
  clock: Clock
  deliver?: Deliver
  /** Hears that a round of deliveries is over, well or not. */
  afterwards?(): void
}

/** Delivers in real time whatever becomes due. */
export function startCourier({
  webhooks,
  clock,
  deliver = deliverOverHttp,
  afterwards = () => {},
}: CourierOptions): Courier {
  let timer: NodeJS.Timeout | undefined
  let busy = false
  let stopped = false

  function plan(): void {
    clearTimeout(timer)
    const due = webhooks.due()
    if (stopped || busy || due === undefined) return
    timer = setTimeout(round, Math.min(Math.max(due - clock.now(), 0), LONGEST))
  }

  function round(): void {
    busy = true
    void webhooks.run(deliver).finally(() => {
      busy = false
      afterwards()
      plan()
    })
  }

  const deaf = webhooks.listen(plan)
  plan()
  return {
    stop() {
      stopped = true
      deaf()
      clearTimeout(timer)
    },
  }
}
