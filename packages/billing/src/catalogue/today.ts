import { readCompany, type Clock, type Transaction } from '@tieout/platform'
import { localDate } from '../local-date.ts'

/** Today as the company counts it. */
export async function companyToday(trx: Transaction, tenant: string, clock: Clock): Promise<string> {
  return localDate(clock.now(), (await readCompany(trx, tenant)).timeZone)
}
