import { describe, expect, it } from 'vitest'
import { readWallTime, snoozeChoices, toInstant } from './zoned-time.ts'

const NEW_YORK = 'America/New_York'
const at = (text: string, zone = NEW_YORK) => {
  const wall = readWallTime(text)
  return wall && toInstant(wall, zone).toISOString()
}

describe('wall-clock time in a zone', () => {
  it('follows the zone through summer and winter', () => {
    expect(at('2026-01-15T08:00')).toBe('2026-01-15T13:00:00.000Z')
    expect(at('2026-07-15T08:00')).toBe('2026-07-15T12:00:00.000Z')
    expect(at('2026-07-15T08:00', 'Asia/Kolkata')).toBe('2026-07-15T02:30:00.000Z')
  })

  it('is right on both sides of a clock change', () => {
    expect(at('2026-03-08T01:30')).toBe('2026-03-08T06:30:00.000Z')
    expect(at('2026-03-08T03:30')).toBe('2026-03-08T07:30:00.000Z')
    expect(at('2026-11-01T00:30')).toBe('2026-11-01T04:30:00.000Z')
    expect(at('2026-11-01T03:30')).toBe('2026-11-01T08:30:00.000Z')
  })

  it('does not take other text for a time', () => {
    expect(readWallTime('')).toBeNull()
    expect(readWallTime('2026-03-08')).toBeNull()
  })
})

describe('snoozing', () => {
  const choices = (now: string) =>
    Object.fromEntries(
      snoozeChoices(new Date(now), NEW_YORK).map(({ choice, until }) => [choice, until.toISOString()]),
    )

  it('offers later today, tomorrow morning and Monday morning of the company', () => {
    // A Wednesday, 10:20 in New York.
    expect(choices('2026-07-15T14:20:00Z')).toEqual({
      laterToday: '2026-07-15T17:00:00.000Z',
      tomorrow: '2026-07-16T12:00:00.000Z',
      nextWeek: '2026-07-20T12:00:00.000Z',
    })
  })

  it('means the next Monday when it is Monday, and knows no later today at night', () => {
    // Monday 22:00 in New York is Tuesday in Greenwich.
    expect(choices('2026-07-14T02:00:00Z')).toEqual({
      tomorrow: '2026-07-14T12:00:00.000Z',
      nextWeek: '2026-07-20T12:00:00.000Z',
    })
  })

  it('never offers a moment that has passed', () => {
    for (let hour = 0; hour < 24 * 14; hour++) {
      const now = new Date(Date.UTC(2026, 2, 1, hour, 59))
      for (const { choice, until } of snoozeChoices(now, NEW_YORK)) {
        expect(until.getTime(), `${choice} at ${now.toISOString()}`).toBeGreaterThan(now.getTime())
      }
    }
  })
})
