import { expect, it } from 'vitest'
import { isDay } from './day.ts'

it.each(['1900-01-01', '2026-03-02', '2024-02-29'])('%s is a day', (text) => {
  expect(isDay(text)).toBe(true)
})

it.each([
  '',
  '2026',
  '2026-3-2',
  '2026-02-29',
  '2026-13-01',
  '0202-03-02',
  '12026-03-02',
  '2026-03-02T00:00',
])('"%s" is none of our time', (text) => {
  expect(isDay(text)).toBe(false)
})
