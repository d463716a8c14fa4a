import { Toaster } from '@tieout/ui'
import { expectNoViolations } from '@tieout/ui/testing'
import { configure, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { TaskScreen } from '../../screens/inbox/task-screen.tsx'
import { anId } from '../../../../packages/billing/src/testing/invoices.ts'
import { refusal, renderScreen } from '../../testing/render-screen.tsx'
import { anActionThatTells, aTask } from '../testing/task-screens.ts'
import { aBadge, allowed, aSide, aView, plugged, SYSTEM } from '../testing/document-screens.tsx'

configure({ asyncUtilTimeout: 8_000 })

const TASK = 'GET /inbox/tasks/:taskId'
const VIEW = 'GET /accounting/documents/:documentId'
const OBSERVED = 'GET /accounting/connections/:connectionId/observations/:externalKind/:externalId'
const shown = <TaskScreen taskId={anId(9)} />

describe('a task about a document that differs', () => {
  const kind = 'accounting_sync_drift'
  const params = { number: 'INV-1042', clientName: 'Aspen Dental', company: SYSTEM }
  const amounts = {
    change: 'changed',
    totals: 'apart',
    here: '$1,080.00',
    there: '$1,110.00',
    apart: '$30.00',
  }
  const task = aTask(kind, {
    title: { messageKey: `inbox.${kind}.title`, params },
    description: { messageKey: `inbox.${kind}.description`, params },
    context: { connectionId: anId(90), entityType: 'invoice', entityId: anId(1), realm: '9130' },
    actions: [
      anActionThatTells(kind, 're_export', { ...params, ...amounts }),
      anActionThatTells(kind, 'accept', { ...params, ...amounts }),
    ],
  })
  const drifted = aView({
    badge: aBadge({ state: 'drift', verified: false }),
    there: aSide({
      totalMinor: 111_000,
      balanceMinor: 81_000,
      customer: { id: '4', name: 'Aspen Dental LLC' },
    }),
    differences: [
      { field: 'total', here: '108000', there: '111000' },
      { field: 'lines', here: '100000 8000', there: '103000 8000' },
    ],
  })

  it('shows three versions with what changed marked in words, what it comes to, and what each answer does', async () => {
    const { container } = renderScreen(shown, await plugged({ [TASK]: task, [VIEW]: drifted }))
    const table = within(await screen.findByRole('table', { name: `Here and in ${SYSTEM}` }))
    expect(table.getAllByRole('columnheader').map((each) => each.textContent)).toEqual([
      'What',
      'Last agreed',
      'Here',
      SYSTEM,
      'Whether they agree',
    ])
    const cells = (name: string) =>
      within(table.getByRole('row', { name: new RegExp(`^${name}`) }))
        .getAllByRole('cell')
        .map((each) => each.textContent)
    expect(cells('Total')).toEqual(['$1,080.00', '$1,080.00', '$1,110.00Changed', 'Differs'])
    expect(cells('Lines')[2]).toBe('$1,030.00$80.00Changed')
    expect(cells('Tax')).toEqual(['$80.00', '$80.00', '$80.00', 'Same'])
    expect(cells('Difference in total')).toEqual([`$30.00 more in ${SYSTEM}`])
    expect(cells('Difference in open receivables')).toEqual([`$30.00 more in ${SYSTEM}`])
    expect(screen.getByText(/Its total there goes from \$1,110\.00 to \$1,080\.00\./)).toBeTruthy()
    expect(screen.getByText(/INV-1042 stays \$1,080\.00 here and \$1,110\.00 in Harbor Books/)).toBeTruthy()
    // Nothing of the engine's own shows.
    expect(screen.queryByText('9130')).toBeNull()
    await expectNoViolations(container)
  })

  it('of one that was deleted says so, and that nothing is owed on it there', async () => {
    const gone = aView({
      badge: aBadge({ state: 'drift', verified: false }),
      theirStanding: 'deleted',
      there: aSide({ totalMinor: 0, taxMinor: 0, balanceMinor: 0, customer: { id: '4', name: 'Aspen' } }),
      differences: [{ field: 'standing', here: 'open', there: 'deleted' }],
    })
    renderScreen(shown, await plugged({ [TASK]: task, [VIEW]: gone }))
    const table = within(await screen.findByRole('table', { name: `Here and in ${SYSTEM}` }))
    expect(table.getByRole('row', { name: /^State In force In force Deleted/ })).toBeTruthy()
    expect(table.getByRole('row', { name: /^Number INV-1042 INV-1042 –/ })).toBeTruthy()
    expect(table.getByRole('row', { name: /^Difference in open receivables \$780\.00 less/ })).toBeTruthy()
  })

  it('looks again when asked, and says when it cannot', async () => {
    const user = userEvent.setup()
    const CHECK = 'POST /accounting/documents/:documentId/check'
    const { askedFor } = renderScreen(
      <>
        {shown}
        <Toaster />
      </>,
      await plugged({
        [TASK]: task,
        [VIEW]: { ...drifted, actions: allowed({}) },
        [CHECK]: refusal(409, 'accounting-check-unreachable'),
      }),
    )
    await user.click(await screen.findByRole('button', { name: 'Check' }))
    await waitFor(() => expect(askedFor(CHECK)).toHaveLength(1))
    expect(await screen.findByText(/does not answer at the moment\. Nothing was changed/)).toBeTruthy()
  })
})

describe('a task about a payment that cannot be applied', () => {
  const kind = 'accounting_sync_unmapped_payment'
  const params = { number: 'CHQ 7', company: SYSTEM, date: '2026-03-10', reason: 'over_paid', reasons: 2 }
  const task = aTask(kind, {
    title: { messageKey: `inbox.${kind}.title`, params },
    description: { messageKey: `inbox.${kind}.description`, params },
    context: {
      connectionId: anId(90),
      externalKind: 'payment',
      externalId: '41',
      problems: [],
      payment: null,
    },
    actions: [anActionThatTells(kind, 'leave', { ...params, money: '$70.00' })],
  })
  const document = {
    id: anId(1),
    number: 'INV-1042',
    standing: 'posted',
    balanceMinor: 0,
    currency: 'USD',
    clientName: 'Aspen Dental',
  }
  const observation = {
    kind: 'payment',
    externalId: '41',
    deepLink: 'http://sandbox.test/desk/1/payments/41',
    state: 'standing',
    firstSeenAt: '2026-03-15T10:00:00.000Z',
    payment: {
      number: 'CHQ 7',
      date: '2026-03-10',
      currency: 'USD',
      totalMinor: 12_000,
      unappliedMinor: 0,
      customer: { name: 'Aspen Dental LLC', clientId: anId(9) },
      shares: [
        {
          on: 'invoice',
          externalId: '7',
          deepLink: null,
          amountMinor: 10_000,
          missingMinor: 5_000,
          document,
        },
        {
          on: 'invoice',
          externalId: '8',
          deepLink: 'http://sandbox.test/desk/1/invoices/8',
          amountMinor: 2_000,
          missingMinor: 2_000,
          document: null,
        },
      ],
    },
    problems: [
      { reason: 'over_paid', amountMinor: 5_000, document, detail: null, receipt: null },
      { reason: 'unknown_document', amountMinor: 2_000, document: null, detail: null, receipt: null },
    ],
    raw: null,
    decision: null,
  }

  it('shows the payment, each document that it names with how it stands here, and the exact difference', async () => {
    const { container } = renderScreen(shown, await plugged({ [TASK]: task, [OBSERVED]: { observation } }))
    expect(await screen.findByRole('heading', { name: `The payment in ${SYSTEM}` })).toBeTruthy()
    expect(screen.getByRole('link', { name: /View in QuickBooks/ }).getAttribute('href')).toContain(
      'payments/41',
    )
    expect(screen.getByRole('link', { name: 'Aspen Dental LLC' }).getAttribute('href')).toContain(anId(9))
    const table = within(screen.getByRole('table', { name: 'What it pays' }))
    const ours = within(table.getByRole('row', { name: /INV-1042/ }))
    expect(ours.getByRole('link', { name: 'INV-1042' }).getAttribute('href')).toBe(`/invoices/${anId(1)}`)
    expect(ours.getAllByRole('cell').map((each) => each.textContent)).toEqual([
      'INV-1042Aspen Dental',
      'Finalized',
      '$0.00',
      '$100.00',
      '$50.00',
      '$50.00',
    ])
    expect(table.getByRole('row', { name: /Invoice \(id 8\).*\$20\.00/ })).toBeTruthy()
    const problems = within(screen.getByRole('list', { name: 'What keeps it from being applied' }))
    expect(problems.getAllByRole('listitem').map((each) => each.textContent)).toEqual([
      'It pays more than is owed here on INV-1042$50.00',
      'It pays a document that is not linked to one of ours. $20.00',
    ])
    expect(screen.getByText(/Leaves \$70\.00 unrecorded/)).toBeTruthy()
    await expectNoViolations(container)
  })

  it('shows the payment keyed here that it may be, for whoever has to say whether they are one', async () => {
    const receipt = {
      id: anId(77),
      origin: 'here',
      date: '2026-03-09',
      amountMinor: 12_000,
      currency: 'USD',
      reference: 'CHQ 7',
      isReversed: false,
      documents: [{ id: anId(1), number: 'INV-1042', amountMinor: 12_000 }],
    }
    const problems = [{ reason: 'twin', amountMinor: 12_000, document: null, detail: null, receipt }]
    renderScreen(
      shown,
      await plugged({ [TASK]: task, [OBSERVED]: { observation: { ...observation, problems } } }),
    )
    const ours = within(await screen.findByRole('group', { name: 'Payment recorded here' }))
    expect(ours.getByRole('link', { name: 'Keyed here' }).getAttribute('href')).toBe(`/payments/${anId(77)}`)
    expect(ours.getByText('$120.00')).toBeTruthy()
    expect(ours.getByText('reference CHQ 7')).toBeTruthy()
    expect(ours.getByRole('link', { name: 'INV-1042' })).toBeTruthy()
  })

  it('says that it is settled, and what went wrong when it cannot be read', async () => {
    const first = renderScreen(shown, await plugged({ [TASK]: task, [OBSERVED]: { observation: null } }))
    expect(await screen.findByText('This has been settled in the meantime.')).toBeTruthy()
    first.unmount()
    renderScreen(shown, await plugged({ [TASK]: task, [OBSERVED]: refusal(500, 'unexpected', {}) }))
    expect(await screen.findByRole('button', { name: 'Try again' })).toBeTruthy()
  })
})
