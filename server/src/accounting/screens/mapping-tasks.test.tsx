import { expectNoViolations } from '@tieout/ui/testing'
import { configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { TaskScreen } from '../../screens/inbox/task-screen.tsx'
import { renderScreen } from '../../testing/render-screen.tsx'
import {
  C,
  COMPANY,
  HELD,
  LIST,
  ROWS,
  answer,
  answers,
  idOf,
  plugged,
  row,
  there,
} from '../testing/mapping-answers.ts'
import { anAction, aTask } from '../testing/task-screens.ts'
import { AccountingClientPanel } from './client-panel.tsx'

configure({ asyncUtilTimeout: 5_000 })

describe('a task about a client without a customer', () => {
  const kind = 'accounting_sync_customer_unlinked'
  const params = { documents: 12, company: COMPANY, which: 'named', name: 'Cedar Clinic' }
  const text = { type: 'string', minLength: 1, maxLength: 200 }
  const open = aTask(kind, {
    taskId: idOf(9),
    money: { minor: 412_000, currency: 'USD' },
    title: { messageKey: `inbox.${kind}.title`, params },
    description: { messageKey: `inbox.${kind}.description`, params },
    context: {
      connectionId: C,
      cause: `client:${idOf(1)}`,
      entityId: idOf(1),
      currency: 'USD',
      realm: '9130',
    },
    actions: [
      anAction(kind, 'map', {
        asks: { externalId: text },
        effect: {
          messageKey: `inbox.${kind}.effects.map`,
          params: { documents: 12, others: 2, money: '$4,120.00' },
        },
      }),
      anAction(kind, 'leave_out', { tone: 'danger', asks: { reason: text } }),
    ],
  })
  const held = {
    documents: 52,
    alsoForOthers: 2,
    money: [{ amountMinor: 412_000, currency: 'USD' }],
    items: [
      {
        documentId: idOf(7),
        kind: 'invoice',
        number: 'INV-1042',
        issueDate: '2026-03-01',
        client: { id: idOf(1), name: 'Cedar Clinic' },
        amountMinor: 34_000,
        currency: 'USD',
      },
    ],
  }
  const RESOLVE = 'POST /inbox/tasks/:taskId/actions/:action'

  it('names it, says what pressing releases, shows what waits, and has the suggestion in its picker', async () => {
    const user = userEvent.setup()
    const { askedFor, container } = renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        path: `/inbox/${idOf(9)}`,
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': open,
          [LIST]: answer(ROWS.slice(0, 1)),
          [HELD]: held,
          [RESOLVE]: open,
        },
      }),
    )
    expect(
      await screen.findByRole('heading', { name: /Choose the customer for Cedar Clinic: 12 documents wait/ }),
    ).toBeTruthy()
    expect(
      screen.getByText(/Releases 12 documents, \$4,120\.00\. 2 documents go on waiting for something else\./),
    ).toBeTruthy()
    expect((await screen.findByRole('link', { name: /INV-1042/ })).getAttribute('href')).toBe(
      `/invoices/${idOf(7)}`,
    )
    expect(screen.getByRole('link', { name: 'and 51 more' })).toBeTruthy()
    // Nothing of the engine's own shows.
    expect(screen.queryByText('9130')).toBeNull()
    const picker = await screen.findByRole('combobox', { name: /Customer in QuickBooks/ })
    await waitFor(() => expect(picker.getAttribute('value')).toBe('Cedar Clinic'))
    await expectNoViolations(container)
    await user.click(screen.getByRole('button', { name: 'Link Cedar Clinic to this customer' }))
    await waitFor(() => expect(askedFor(RESOLVE)[0]?.body).toEqual({ input: { externalId: '901' } }))
  })

  it('has the way to create the customer beside it', async () => {
    const user = userEvent.setup()
    const CREATE = 'POST /accounting/connections/:connectionId/customers'
    const { askedFor } = renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': open,
          [LIST]: answer(ROWS.slice(0, 1)),
          [HELD]: held,
          [CREATE]: { kind: 'created', externalId: '99', released: 12 },
        },
      }),
    )
    await user.click(await screen.findByRole('button', { name: `Create in ${COMPANY} now` }))
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', { name: `Create in ${COMPANY}` }),
    )
    await waitFor(() => expect(askedFor(CREATE)[0]?.body).toEqual({ clientId: idOf(1) }))
  })

  it('says afterwards what it did', async () => {
    const done = {
      ...open,
      status: 'done',
      completedAt: '2026-03-15T11:00:00Z',
      completedBy: { userId: idOf(8), displayName: 'Bill' },
      resolution: 'map',
      response: { externalId: '901', released: 12 },
    }
    renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': done,
          [HELD]: { documents: 0, alsoForOthers: 0, money: [], items: [] },
        },
      }),
    )
    expect(await screen.findByText('12 documents went on their way.')).toBeTruthy()
    expect(await screen.findByText('Nothing waits for this any more.')).toBeTruthy()
  })
})

describe('a task about a refused document', () => {
  const kind = 'accounting_sync_export_error'
  const params = {
    number: 'INV-1042',
    clientName: 'Cedar Clinic',
    company: COMPANY,
    code: 'reference_inactive',
  }
  const open = aTask(kind, {
    taskId: idOf(9),
    money: { minor: 412_000, currency: 'USD' },
    title: { messageKey: `inbox.${kind}.title`, params },
    description: { messageKey: `inbox.${kind}.description`, params },
    context: {
      connectionId: C,
      entityId: idOf(7),
      code: 'reference_inactive',
      detail: 'Business Validation Error 610',
      trace: '1-abc',
    },
    actions: [anAction(kind, 'retry')],
  })

  it('says what happened, why and what to do, and leads to the row that mends it', async () => {
    const { container } = renderScreen(
      <TaskScreen taskId={idOf(9)} />,
      await plugged({
        answers: {
          ...answers,
          'GET /inbox/tasks/:taskId': open,
          'GET /accounting/connections/:connectionId/named/:documentId': {
            items: [
              {
                kind: 'service',
                row: row(6, 'Firewall appliance', { linked: there('4', 'Firewall', { active: false }) }),
              },
            ],
          },
        },
      }),
    )
    expect(await screen.findByText('What to do')).toBeTruthy()
    const raw = screen.getByText('Business Validation Error 610').closest('details')
    expect(raw?.open).toBe(false)
    const way = await screen.findByRole('link', { name: 'Firewall appliance' })
    expect(way.getAttribute('href')).toBe('/accounting/mapping/service?search=Firewall+appliance')
    expect(screen.getByText(`Inactive in ${COMPANY}`)).toBeTruthy()
    await expectNoViolations(container)
  })
})

describe('a client’s own page', () => {
  const shown = <AccountingClientPanel clientId={idOf(3)} />

  it('says which customer it is, and offers what can be done', async () => {
    const { container } = renderScreen(
      shown,
      await plugged({ answers: { ...answers, [LIST]: answer([ROWS[2] ?? {}]) } }),
    )
    expect(await screen.findByText('Osprey')).toBeTruthy()
    expect(screen.getByRole('button', { name: 'Leave out' })).toBeTruthy()
    await expectNoViolations(container)
  })

  it.each([
    ['may not see how billing is set up', { permissions: ['client:read'] }, answers],
    ['has no company', {}, { 'GET /accounting/connections': { items: [], offers: [], redirectUri: '' } }],
  ])('says nothing to somebody who %s', async (_who, session, given) => {
    const { container, askedFor } = renderScreen(shown, await plugged({ answers: given, session }))
    await waitFor(() => expect(container.textContent).toBe(''))
    expect(askedFor(LIST)).toEqual([])
  })
})
