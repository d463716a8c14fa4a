import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { page, renderScreen } from '../../testing/render-screen.tsx'
import { AuditScreen } from './audit-screen.tsx'

const client = '00000000-0000-7000-8000-0000000000c1'
const moved = {
  eventId: '00000000-0000-7000-8000-0000000000e1',
  recordedAt: '2026-03-15T09:00:00Z',
  actor: { kind: 'user', id: '00000000-0000-7000-8000-000000000002', name: 'Kim Lee' },
  action: 'client.updated',
  entityType: 'client',
  entityId: client,
  before: { displayName: 'Oak Dental', city: 'Salem', phone: null },
  after: { displayName: 'Oak Dental', city: 'Bangor', phone: '555 0100' },
  reason: 'They moved',
  requestId: 'req-42',
  sealed: true,
}
const unknown = {
  ...moved,
  eventId: '00000000-0000-7000-8000-0000000000e2',
  action: 'rocket.launched',
  entityType: 'rocket',
  before: null,
  after: null,
  reason: null,
  sealed: false,
}
const granted = {
  ...moved,
  eventId: '00000000-0000-7000-8000-0000000000e3',
  action: 'role.updated',
  entityType: 'role',
  before: { name: 'Dispatch', permissions: ['client:read', 'mail:read'] },
  after: { name: 'Dispatch', permissions: ['client:read', 'audit:read'] },
}
const head = 'a1b2c3d4e5f60718293a4b5c6d7e8f90'

function show(path = '/audit') {
  const user = userEvent.setup()
  const view = renderScreen(<AuditScreen />, {
    path,
    answers: {
      'GET /audit-events': page([moved, unknown, granted]),
      'GET /audit-events/:eventId': {
        ...moved,
        seal: { seq: 7, hash: 'ffeeddccbbaa998877', sealedAt: moved.recordedAt },
      },
      'GET /audit-status': {
        sealedCount: 1204,
        unsealedCount: 3,
        lastSealedAt: moved.recordedAt,
        headHash: head,
      },
      'GET /users': page([]),
      'GET /users/:userId': undefined,
    },
  })
  return { user, ...view }
}

/** A row's button says what one sees, then the whole sentence. */
const row = (sentence: string) => screen.findByRole('button', { name: new RegExp(`${sentence}$`) })

describe('the audit trail', () => {
  it('reads as sentences, and shows an action without words as it is', async () => {
    const { container } = show()
    expect(await row('Kim Lee changed a client')).toBeTruthy()
    expect(await row('Kim Lee rocket.launched')).toBeTruthy()
    expect(screen.getByRole('link', { name: 'Oak Dental' }).getAttribute('href')).toBe(`/clients/${client}`)
    expect(screen.getAllByText('Sealed')).toHaveLength(2)
    expect(screen.getByText('Not yet')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('says how far it is sealed, and copies the head of the chain whole', async () => {
    const { user } = show()
    expect(await screen.findByText('1,204')).toBeTruthy()
    expect(screen.getByText('a1b2c3d4e5f6…')).toBeTruthy()
    await user.click(screen.getByRole('button', { name: 'Copy the whole hash' }))
    expect(await navigator.clipboard.readText()).toBe(head)
  })

  it('opens an event with only the fields that differ, before beside after', async () => {
    const { user } = show()
    await user.click(await row('Kim Lee changed a client'))
    const drawer = await screen.findByRole('dialog', { name: 'Kim Lee changed a client' })
    const cells = (name: string) =>
      within(within(drawer).getByRole('row', { name: new RegExp(name) }))
        .getAllByRole('cell')
        .map((cell) => cell.textContent)
    expect(cells('City')).toEqual(['−Salem', '+Bangor'])
    expect(cells('Phone')).toEqual(['Nothing', '+555 0100'])
    expect(within(drawer).queryByRole('rowheader', { name: 'Name' })).toBeNull()
    expect(within(drawer).getByText('They moved')).toBeTruthy()
    expect(within(drawer).getByText('req-42')).toBeTruthy()
    expect(await within(drawer).findByText('Number 7 in the chain, ffeeddccbbaa…')).toBeTruthy()
    await expectNoViolations(drawer)
  })

  it('marks in a list only what came and what went', async () => {
    const { user } = show()
    await user.click(await row('Kim Lee changed a role'))
    const drawer = await screen.findByRole('dialog')
    const [before, after] = within(within(drawer).getByRole('row', { name: /Permissions/ })).getAllByRole(
      'cell',
    )
    expect(before?.textContent).toBe('client:read−mail:read')
    expect(after?.textContent).toBe('client:read+audit:read')
  })

  it('asks for whole days in the time zone of the company', async () => {
    const { askedFor } = show('/audit?action=client&from=2026-03-07&to=2026-03-08')
    await row('Kim Lee changed a client')
    const query = askedFor('GET /audit-events')[0]?.query
    expect(query?.get('action')).toBe('client.')
    expect(query?.get('from')).toBe('2026-03-07T05:00:00.000Z')
    // New York puts its clocks forward on the 8th, so that day is an hour shorter.
    expect(query?.get('to')).toBe('2026-03-09T04:00:00.000Z')
  })

  it('narrows to one person from within an event, and the address says so', async () => {
    const { user, askedFor, place } = show()
    await user.click(await row('Kim Lee changed a client'))
    await user.click(await screen.findByRole('button', { name: 'Only what Kim Lee did' }))
    expect(place()).toBe(`/audit?actor=${moved.actor.id}`)
    await waitFor(() =>
      expect(askedFor('GET /audit-events').at(-1)?.query.get('actorId')).toBe(moved.actor.id),
    )
  })
})
