/** Why an amount cannot be: screens have a sentence for each. */
export type MoneyRefusal =
  | 'not-a-number'
  | 'too-many-decimals'
  | 'negative'
  | 'too-large'
  | 'discount-too-large'
  | 'nothing-to-split-over'

export type Result<T> = { ok: true; value: T } | { ok: false; refusal: MoneyRefusal }

export const done = <T>(value: T): Result<T> => ({ ok: true, value })
export const refused = (refusal: MoneyRefusal): { ok: false; refusal: MoneyRefusal } => ({
  ok: false,
  refusal,
})
