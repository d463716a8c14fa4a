import { expectNoViolations } from '@tieout/ui/testing'
import { screen, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { page, renderScreen } from '../../testing/render-screen.tsx'
import { OperatorScreen } from './operator-screen.tsx'

const northwind = {
  tenant: '00000000-0000-7000-8000-000000000001',
  name: 'Northwind IT',
  slug: 'northwind',
  users: 12,
  createdAt: '2026-01-05T09:00:00Z',
}
const stuck = {
  jobId: '00000000-0000-7000-8000-0000000000f1',
  kind: 'audit.seal',
  state: 'running',
  attempts: 1,
  createdAt: '2026-03-15T09:00:00Z',
  dueAt: '2026-03-15T09:00:00Z',
  startedAt: '2026-03-15T09:00:01Z',
  finishedAt: null,
  error: null,
  tenant: null,
  tenantName: null,
  trouble: 'silent',
}

const show = (jobs: unknown[]) =>
  renderScreen(<OperatorScreen />, {
    path: '/operator',
    session: { audience: 'operator', tenant: null, permissions: [] },
    answers: { 'GET /operator/tenants': page([northwind]), 'GET /operator/jobs': page(jobs) },
  })

describe('the operator', () => {
  it('sees every company by its address, and how many people it has', async () => {
    const { container } = show([stuck])
    const table = screen.getByRole('table', { name: 'Companies' })
    const row = (await within(table).findByText('northwind')).closest('tr')
    expect(within(row as HTMLElement).getByText('Northwind IT')).toBeTruthy()
    expect(within(row as HTMLElement).getByText('12')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('sees what is stuck, in words, and that it concerns everybody', async () => {
    show([stuck])
    const table = screen.getByRole('table', { name: 'Jobs that need a look' })
    const row = (await within(table).findByText('Seal the audit trail')).closest('tr')
    expect(within(row as HTMLElement).getByText('No sign of life')).toBeTruthy()
    expect(within(row as HTMLElement).getByText('All companies')).toBeTruthy()
  })

  it('reads that all is well when nothing is stuck', async () => {
    show([])
    expect(await screen.findByText('Every job is doing well')).toBeTruthy()
  })
})
