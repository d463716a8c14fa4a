import type { WireResponse } from '../wire/messages.ts'

/** One call to the API, as whoever interferes with it sees it. */
export interface Call {
  /** Counts from 1, over all companies. */
  number: number
  realmId: string
  method: string
  /** What is asked: `create Invoice`, `update Payment`, `void Invoice`, `query`, `cdc`, `batch`, `read Customer`, `token`. */
  what: string
  target: string
  requestId: string | undefined
  body: string
}

/** What may go wrong with a call. Everything else about it stays as it is. */
export interface Interference {
  /** Answered before anything is done: throttled, broken, down. */
  instead?: WireResponse
  /** The request id is treated as if none had been sent. */
  forgetRequestId?: boolean
  /** Done to the finished answer on its way out. */
  afterwards?(response: WireResponse): WireResponse
}

/** Asked once for every call; `undefined` leaves it alone. */
export type Interfere = (call: Call) => Interference | undefined
