import { expectNoViolations } from '@tieout/ui/testing'
import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { page, renderScreen } from '../../testing/render-screen.tsx'
import { HomeScreen } from './home-screen.tsx'

const answers = {
  'GET /inbox/counts': {
    open: 7,
    mine: 0,
    unassigned: 4,
    overdue: 1,
    snoozed: 0,
    byKind: [],
    byPriority: [],
  },
  'GET /inbox/tasks': page([]),
  'GET /notifications': page([]),
  'GET /clients/counts': { active: 12, inactive: 1, all: 13 },
}

describe('home', () => {
  it('greets with the company’s day and time, not the server’s', async () => {
    // Four in the morning of Sunday in Greenwich is six in the evening of Saturday in Honolulu.
    const now = new Date('2026-03-15T04:00:00Z')
    renderScreen(<HomeScreen />, { answers, now, timeZone: 'Pacific/Honolulu' })
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Good evening, Ana Ruiz')
    expect(screen.getByText('Saturday, March 14, 2026')).toBeTruthy()
  })

  it('counts what waits, each figure leading to what it counts', async () => {
    const { container } = renderScreen(<HomeScreen />, { answers })
    expect(await screen.findByText('12')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Overdue' }).getAttribute('href')).toBe('/inbox?view=overdue')
    expect(screen.getByRole('link', { name: 'Active clients' }).getAttribute('href')).toBe('/clients')
    expect(screen.getByText('Nothing waits for you')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('is sensible for whoever may see neither tasks nor clients', async () => {
    const { asked } = renderScreen(<HomeScreen />, { answers, session: { permissions: [] } })
    expect(await screen.findByText('No notifications yet')).toBeTruthy()
    expect(asked.map((each) => each.route)).toEqual(['GET /notifications'])
  })
})
