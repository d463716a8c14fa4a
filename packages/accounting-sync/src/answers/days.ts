import type { HostBooks, Trx } from '../host.ts'

/** Days are the tenant's: one begins there at another moment than in UTC. Both are included. */
export async function periodOf(
  books: Pick<HostBooks, 'timeZone'>,
  trx: Trx,
  tenant: string,
  { from, to }: { from?: string; to?: string },
): Promise<{ from?: Date; to?: Date }> {
  if (from === undefined && to === undefined) return {}
  const zone = await books.timeZone(trx, tenant)
  return {
    ...(from === undefined ? {} : { from: startOfDay(from, zone) }),
    ...(to === undefined ? {} : { to: startOfDay(dayAfter(to), zone) }),
  }
}

/** The first moment of a calendar day where the tenant lives. */
export function startOfDay(day: string, timeZone: string): Date {
  const utc = Date.parse(`${day}T00:00:00Z`)
  // Twice, since the first guess may lie on the other side of a change of clocks.
  const guess = utc - offsetAt(utc, timeZone)
  return new Date(utc - offsetAt(guess, timeZone))
}

export const dayAfter = (day: string): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10)

/** How far ahead of UTC the clocks there are, in milliseconds. */
function offsetAt(moment: number, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', ...FIELDS }).formatToParts(
    moment,
  )
  const at = (type: string) => Number(parts.find((each) => each.type === type)?.value)
  const local = Date.UTC(at('year'), at('month') - 1, at('day'), at('hour'), at('minute'), at('second'))
  return local - Math.floor(moment / 1000) * 1000
}

const FIELDS = {
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
} as const
