import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it, vi } from 'vitest'
import { page, renderScreen, type Answers } from '../../testing/render-screen.tsx'
import { JobsScreen } from './jobs-screen.tsx'
import { SchedulesScreen } from './schedules-screen.tsx'

const failed = {
  jobId: '00000000-0000-7000-8000-0000000000f1',
  kind: 'mail.deliver',
  state: 'failed',
  attempts: 5,
  createdAt: '2026-03-15T09:00:00Z',
  dueAt: '2026-03-15T09:00:00Z',
  startedAt: '2026-03-15T09:00:01Z',
  finishedAt: '2026-03-15T09:05:00Z',
  error: 'The mail server hung up.',
}
const running = {
  ...failed,
  jobId: '00000000-0000-7000-8000-0000000000f2',
  kind: 'own.thing',
  state: 'running',
  finishedAt: null,
  error: null,
}
const schedule = {
  scheduleId: '00000000-0000-7000-8000-0000000000d1',
  kind: 'audit.seal',
  singletonKey: 'audit.seal',
  recurrence: { everySeconds: 300 },
  lastRunAt: null,
  nextDueAt: '2026-03-15T10:00:00Z',
}

function show(options: { answers?: Answers; permissions?: string[] } = {}) {
  const user = userEvent.setup()
  const view = renderScreen(<JobsScreen />, {
    path: '/jobs',
    ...(options.permissions && { session: { permissions: options.permissions } }),
    answers: {
      'GET /jobs': page([failed]),
      'GET /jobs/:jobId': failed,
      'POST /jobs/:jobId/retry': { ...failed, state: 'waiting' },
      ...options.answers,
    },
  })
  return { user, ...view }
}

describe('the jobs', () => {
  it('have names people know, and open with what went wrong and the way out', async () => {
    const { user, askedFor, container } = show()
    const row = await screen.findByRole('button', { name: /^Deliver mail/ })
    await expectNoViolations(container)
    await user.click(row)
    const drawer = await screen.findByRole('dialog', { name: 'Deliver mail' })
    expect(within(drawer).getByText('The mail server hung up.')).toBeTruthy()
    expect(within(drawer).getByText('A job that is running or over cannot be called off.')).toBeTruthy()
    await expectNoViolations(drawer)
    await user.click(within(drawer).getByRole('button', { name: 'Retry' }))
    await waitFor(() => expect(askedFor('POST /jobs/:jobId/retry')[0]?.params.jobId).toBe(failed.jobId))
  })

  it('are only looked at by those who may not run them, who read why', async () => {
    const { user, askedFor } = show({ permissions: ['job:read'] })
    await screen.findByRole('button', { name: /^Deliver mail/ })
    const retry = screen.getByRole('button', { name: 'Retry: Deliver mail' })
    expect(retry.getAttribute('aria-disabled')).toBe('true')
    expect(screen.getByText('Your role may see jobs but not run, retry or cancel them.')).toBeTruthy()
    await user.click(retry)
    expect(askedFor('POST /jobs/:jobId/retry')).toHaveLength(0)
  })

  it('are narrowed by state, in the address too', async () => {
    const { user, askedFor, place } = show()
    await user.click(await screen.findByRole('radio', { name: 'Failed' }))
    expect(place()).toBe('/jobs?state=failed')
    await waitFor(() => expect(askedFor('GET /jobs').at(-1)?.query.get('state')).toBe('failed'))
  })

  it('are looked at again every five seconds while one runs, and no longer', async () => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
    try {
      let job = running
      const { askedFor } = show({ answers: { 'GET /jobs': () => page([job]) } })
      expect(await screen.findByRole('button', { name: 'own.thing' })).toBeTruthy()
      expect(askedFor('GET /jobs')).toHaveLength(1)
      job = { ...running, state: 'done' }
      await vi.advanceTimersByTimeAsync(5000)
      expect(await screen.findByText('Done', { selector: 'td *' })).toBeTruthy()
      expect(askedFor('GET /jobs')).toHaveLength(2)
      await vi.advanceTimersByTimeAsync(20_000)
      expect(askedFor('GET /jobs')).toHaveLength(2)
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('the schedules', () => {
  const showSchedules = (permissions?: string[], jobId: string | null = failed.jobId) =>
    renderScreen(<SchedulesScreen />, {
      path: '/jobs/schedules',
      ...(permissions && { session: { permissions } }),
      answers: { 'GET /job-schedules': page([schedule]), 'POST /job-schedules/:scheduleId/run': { jobId } },
    })

  it('say how often and when next, and run at once when asked', async () => {
    const user = userEvent.setup()
    const { askedFor, container } = showSchedules()
    expect(await screen.findByText('Every 5 minutes')).toBeTruthy()
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Run now: Seal the audit trail' }))
    await waitFor(() =>
      expect(askedFor('POST /job-schedules/:scheduleId/run')[0]?.params.scheduleId).toBe(schedule.scheduleId),
    )
  })

  it('cannot be run by those who only look, who read why', async () => {
    const user = userEvent.setup()
    const { askedFor } = showSchedules(['job:read'])
    const button = await screen.findByRole('button', { name: 'Run now: Seal the audit trail' })
    const reason = document.getElementById(button.getAttribute('aria-describedby') ?? '')
    expect(reason?.textContent).toBe('Your role may see jobs but not run, retry or cancel them.')
    await user.click(button)
    expect(askedFor('POST /job-schedules/:scheduleId/run')).toHaveLength(0)
  })
})
