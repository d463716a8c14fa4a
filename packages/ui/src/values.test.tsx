import { screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { DateText, RelativeTime } from './dates.tsx'
import { formatMoney, Money } from './money.tsx'
import { renderUi } from './testing/render.tsx'
import { initialsOf } from './text.tsx'

const zone = process.env.TZ
afterEach(() => {
  if (zone === undefined) delete process.env.TZ
  else process.env.TZ = zone
})

test.each(['Pacific/Honolulu', 'Pacific/Kiritimati', 'UTC'])('a date is the same day in %s', (timeZone) => {
  process.env.TZ = timeZone
  renderUi(<DateText date="2026-03-01" />, { timeZone })
  const time = screen.getByText('Mar 1, 2026')
  expect(time.getAttribute('datetime')).toBe('2026-03-01')
})

test('a date is written as its reader writes it', () => {
  renderUi(<DateText date="2026-03-01" format="short" />, { locale: 'de' })
  expect(screen.getByText('01.03.2026')).toBeTruthy()
})

test('an instant is told by how long ago it was, with the exact one in the tenant’s zone on hover', () => {
  renderUi(<RelativeTime at="2026-03-15T11:57:00Z" />, {
    now: new Date('2026-03-15T12:00:00Z'),
    timeZone: 'America/New_York',
  })
  const time = screen.getByText('3 minutes ago')
  expect(time.getAttribute('datetime')).toBe('2026-03-15T11:57:00Z')
  expect(time.getAttribute('title')).toMatch(/Mar 15, 2026, 7:57:00\sAM/)
})

test.each([
  [123456, 'USD', 'en', '$1,234.56'],
  [-5, 'USD', 'en', '-$0.05'],
  [1234, 'JPY', 'en', '¥1,234'],
  [1234567, 'KWD', 'en', 'KWD 1,234.567'],
  [0, 'EUR', 'de', '0,00 €'],
  // Too big to survive being divided by a hundred in floating point.
  [9007199254740991, 'USD', 'en', '$90,071,992,547,409.91'],
])('%d minor units of %s in %s are %s', (minor, currency, locale, written) => {
  renderUi(<Money minor={minor} currency={currency} />, { locale })
  expect(document.body.textContent?.replaceAll(/\s/g, ' ')).toBe(written)
})

test('an exponent of the caller’s own wins over the currency’s', () => {
  expect(formatMoney('en', { minor: 12345, currency: 'USD', exponent: 4 })).toBe('$1.2345')
})

test('an amount can leave its currency to the column’s header, or spell it out', () => {
  expect(formatMoney('en', { minor: 1234, currency: 'JPY' }, 'none')).toBe('1,234')
  expect(formatMoney('en', { minor: 1234, currency: 'USD' }, 'code').replace(/\s/, ' ')).toBe('USD 12.34')
})

test('initials come from the first and the last word', () => {
  expect(['Ada King Lovelace', 'ada', '  ', 'Élodie Öz'].map(initialsOf)).toEqual(['AL', 'A', '?', 'ÉÖ'])
})

test('what has just happened is now, though our clock moves on every half a minute only', () => {
  renderUi(<RelativeTime at="2026-03-15T12:00:09Z" />, { now: new Date('2026-03-15T12:00:00Z') })
  expect(screen.getByText('now')).toBeTruthy()
})
