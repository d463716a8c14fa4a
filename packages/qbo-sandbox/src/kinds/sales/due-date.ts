import type { Entity } from '../../company/state.ts'
import type { Transaction } from '../../company/transaction.ts'
import type { JsonObject } from '../../json.ts'
import { addDays } from '../../time.ts'

/** When a document is due by its terms; a month from its date when it has none. */
export function dueDate(tx: Transaction, date: string, term: JsonObject | undefined): string {
  const terms = term === undefined ? undefined : tx.get('Term', String(term['value']))
  if (terms === undefined) return addDays(date, 30)
  if (terms['Type'] !== 'DATE_DRIVEN') return addDays(date, Number(terms['DueDays'] ?? 0))
  return dayOfMonthAfter(date, terms)
}

/** The day of the month that the terms name: of the next month when this month's is too near or gone. */
function dayOfMonthAfter(date: string, terms: Entity): string {
  const day = Number(terms['DayOfMonthDue'] ?? 1)
  const notice = Number(terms['DueNextMonthDays'] ?? 0)
  const earliest = addDays(date, notice)
  let [year = 0, month = 0] = date.split('-').map(Number)
  for (;;) {
    const due = dayOf(year, month, day)
    if (due >= date && due >= earliest) return due
    year = month === 12 ? year + 1 : year
    month = month === 12 ? 1 : month + 1
  }
}

/** A day of a month; the last one where the month is shorter. */
function dayOf(year: number, month: number, day: number): string {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1, Math.min(day, last))).toISOString().slice(0, 10)
}
