const BANDS = [2, 7, 14] as const

const DAY = 86_400_000

/** The narrowest warning that an end calls for: 2, 7 or 14 days before it; none before that. */
export function bandOf(endsAt: number, now: number): number | null {
  return BANDS.find((days) => endsAt - now <= days * DAY) ?? null
}
