import { describe, expect, it } from 'vitest'
import { dueDate } from './due-date.ts'
import { localDate } from '../local-date.ts'

describe('the due date', () => {
  it.each([
    ['2026-01-31', 'net', 0, '2026-01-31'],
    ['2026-01-31', 'net', 30, '2026-03-02'],
    ['2024-02-28', 'net', 1, '2024-02-29'],
    ['2026-12-31', 'net', 1, '2027-01-01'],
    // The clocks change that night in most time zones; a date does not care.
    ['2026-03-28', 'net', 2, '2026-03-30'],
    ['2026-01-31', 'end_of_month', 0, '2026-01-31'],
    ['2026-02-01', 'end_of_month', 0, '2026-02-28'],
    ['2024-02-10', 'end_of_month', 10, '2024-03-10'],
    ['2026-12-05', 'end_of_month', 15, '2027-01-15'],
    ['2026-01-31', 'end_of_month', 30, '2026-03-02'],
  ] as const)('of %s, %s %i, is %s', (issued, rule, days, due) => {
    expect(dueDate(issued, { rule, days })).toBe(due)
  })
})

describe('today', () => {
  it.each([
    ['America/New_York', '2026-03-08T04:59:59Z', '2026-03-07'],
    ['America/New_York', '2026-03-08T05:00:00Z', '2026-03-08'],
    ['Pacific/Kiritimati', '2026-03-08T10:00:00Z', '2026-03-09'],
    ['UTC', '2026-03-08T23:59:59Z', '2026-03-08'],
  ])('in %s at %s is %s', (timeZone, at, date) => {
    expect(localDate(new Date(at), timeZone)).toBe(date)
  })
})
