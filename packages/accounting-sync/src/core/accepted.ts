/** A difference that a person lives with: kept with amount, person and reason for as long as it is just that. */
export interface Accepted {
  /** What is there less what is here. */
  amountMinor: number
  currency: string
  by: string
  at: string
  reason: string
}
