const FIRST_SECONDS = 30
const LONGEST_SECONDS = 3600

/** Doubles from half a minute to an hour, spread over half of itself so that many do not return at once. */
export function pauseAfter(attempts: number, chance: number): number {
  const whole = Math.min(FIRST_SECONDS * 2 ** Math.max(attempts - 1, 0), LONGEST_SECONDS)
  return Math.round(whole * (0.75 + chance / 2))
}
