import type { TermsRule } from '../contract/terms.ts'

/** Dates are dates: no hour and no time zone comes near them. */
export function dueDate(issueDate: string, terms: { rule: TermsRule; days: number }): string {
  const date = new Date(`${issueDate}T00:00:00Z`)
  // Day 0 of the month after is the last one of this.
  if (terms.rule === 'end_of_month') date.setUTCMonth(date.getUTCMonth() + 1, 0)
  date.setUTCDate(date.getUTCDate() + terms.days)
  return date.toISOString().slice(0, 10)
}
