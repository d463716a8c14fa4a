import { readCompany, type Clock, type Transaction } from '@tieout/platform'

/** The date on the wall of whoever lives in that time zone, as `YYYY-MM-DD`. */
export function localDate(clock: Clock, timeZone: string): string {
  const parts = new Intl.DateTimeFormat('en', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(clock.now())
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year').padStart(4, '0')}-${of('month')}-${of('day')}`
}

/** Today as the company counts it. */
export async function companyToday(trx: Transaction, tenant: string, clock: Clock): Promise<string> {
  return localDate(clock, (await readCompany(trx, tenant)).timeZone)
}
