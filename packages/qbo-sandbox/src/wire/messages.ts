/**
 * A request and its answer as plain values. The core knows no sockets: HTTP and the fetch-shaped door
 * both translate to and from these.
 */
export interface WireRequest {
  method: string
  /** Path with its query, as sent: `/v3/company/1/query?query=…`. The host does not matter here. */
  target: string
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>
  body: string
  /** The body's bytes were no valid UTF-8. */
  malformed?: boolean
}

export interface WireResponse {
  status: number
  headers: Record<string, string>
  body: string
  /** What happens to this answer on its way; it simply arrives when this is absent. */
  fate?: Fate
}

/** How an answer can fail to arrive. The work itself may be done all the same. */
export type Fate =
  | { kind: 'lost' }
  /** Held back this long; a client with a shorter patience never hears of it. */
  | { kind: 'late'; milliseconds: number }
  /** The connection ends after this many characters of the body. */
  | { kind: 'truncated'; length: number }
