/** A company in an accounting system: where things go, and where they came from. */
export interface Target {
  adapterType: string
  realm: string
}

/** The right to write for a company, as long as nobody took it since: the epoch fences late writers off. */
export interface Lease extends Target {
  connectionId: string
  epoch: number
}
