/** How many requests the service lets in. A minute and a second are whatever lies behind a request, not the clock's. */
export interface ThrottleLimits {
  /** Of all apps together. */
  realmPerMinute: number
  /** Of one app to one company. */
  appPerSecond: number
  appBatchesPerMinute: number
  realmBatchesPerMinute: number
  /**
   * Whether a batch counts among `appPerSecond` too. Intuit's table lists that limit beside the batch
   * endpoint, not for it; among the minute's requests batches do count.
   */
  batchesCountPerSecond: boolean
}

export const throttleLimits: ThrottleLimits = {
  realmPerMinute: 500,
  appPerSecond: 10,
  appBatchesPerMinute: 40,
  realmBatchesPerMinute: 120,
  batchesCountPerSecond: false,
}

/** Who was let in when, as plain data: instants in ascending order. */
export type ThrottleState = [window: string, instants: number[]][]

export interface Throttle {
  /** Lets everybody in while false, and keeps no record. */
  on: boolean
  /** Can be changed at any time. */
  limits: ThrottleLimits
  /** Whether a request may come in now. What is turned away does not count. */
  admit(now: number, realmId: string, appId: string, request: { batch: boolean }): boolean
  toJSON(): ThrottleState
  restore(state: ThrottleState): void
}

const SECOND = 1000
const MINUTE = 60 * SECOND

interface Window {
  key: string
  length: number
  limit: number
}

export function createThrottle(limits: Partial<ThrottleLimits> | 'off' = {}): Throttle {
  let admitted = new Map<string, number[]>()
  const throttle: Throttle = {
    on: limits !== 'off',
    limits: { ...throttleLimits, ...(limits === 'off' ? {} : limits) },
    admit(now, realmId, appId, { batch }) {
      if (!throttle.on) return true
      const windows = windowsOf(throttle.limits, realmId, appId, batch)
      if (!windows.every((each) => recent(admitted, each, now).length < each.limit)) return false
      for (const { key } of windows) admitted.get(key)?.push(now)
      return true
    },
    toJSON: () => [...admitted].map(([key, instants]) => [key, [...instants]]),
    restore(state) {
      admitted = new Map(state.map(([key, instants]) => [key, [...instants]]))
    },
  }
  return throttle
}

function windowsOf(limits: ThrottleLimits, realmId: string, appId: string, batch: boolean): Window[] {
  const windows = [{ key: `minute ${realmId}`, length: MINUTE, limit: limits.realmPerMinute }]
  const app = `${realmId} ${appId}`
  if (!batch || limits.batchesCountPerSecond) {
    windows.push({ key: `second ${app}`, length: SECOND, limit: limits.appPerSecond })
  }
  if (batch) {
    windows.push(
      { key: `batches ${app}`, length: MINUTE, limit: limits.appBatchesPerMinute },
      { key: `batches ${realmId}`, length: MINUTE, limit: limits.realmBatchesPerMinute },
    )
  }
  return windows
}

/** The instants that still lie in the window. A clock that was set back leaves none in the future. */
function recent(admitted: Map<string, number[]>, { key, length }: Window, now: number): number[] {
  let instants = admitted.get(key)
  if (instants === undefined) {
    instants = []
    admitted.set(key, instants)
  }
  while ((instants.at(-1) ?? now) > now) instants.pop()
  while ((instants[0] ?? now) <= now - length) instants.shift()
  return instants
}
