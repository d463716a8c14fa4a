import type { AgeingRow } from '../../contract/index.ts'

/** As a bookkeeper reads them, from left to right. */
export const BUCKETS = [
  'currentMinor',
  'days1To30Minor',
  'days31To60Minor',
  'days61To90Minor',
  'over90Minor',
  'totalMinor',
] as const
export type Bucket = (typeof BUCKETS)[number]

/** How many days ago the invoices of a bucket were due: the oldest, and the youngest. */
const DAYS: Record<Bucket, { oldest?: number; youngest?: number }> = {
  currentMinor: { oldest: 0 },
  days1To30Minor: { oldest: 30, youngest: 1 },
  days31To60Minor: { oldest: 60, youngest: 31 },
  days61To90Minor: { oldest: 90, youngest: 61 },
  over90Minor: { youngest: 91 },
  totalMinor: {},
}

/** The open invoices that one figure is the sum of. */
export function bucketHref(
  row: Pick<AgeingRow, 'clientId' | 'currency'>,
  bucket: Bucket,
  asOf: string,
): string {
  const { oldest, youngest } = DAYS[bucket]
  const query = new URLSearchParams({ status: 'open', client: row.clientId, currency: row.currency })
  if (oldest !== undefined) query.set('dueFrom', daysBefore(asOf, oldest))
  if (youngest !== undefined) query.set('dueTo', daysBefore(asOf, youngest))
  return `/invoices?${query}`
}

/** Calendar days have no time zone; they are reckoned in UTC, where every day has 24 hours. */
export function daysBefore(date: string, days: number): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number)
  return new Date(Date.UTC(year, month - 1, day - days)).toISOString().slice(0, 10)
}
