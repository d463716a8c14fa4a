import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { anId } from '../../../../packages/billing/src/testing/invoices.ts'
import { InvoiceListPage } from '../../screens/invoices/invoice-pages.tsx'
import { renderScreen } from '../../testing/render-screen.tsx'
import { PATIENTLY, aBadge, waiting, refused, plugged, forList } from '../testing/document-screens.tsx'

describe('the list of invoices', () => {
  it('says of each whether it is in accounting, with one question for all', async () => {
    const rendered = renderScreen(
      <InvoiceListPage />,
      await plugged(forList([aBadge(), { ...refused, documentId: anId(2) }])),
    )
    const place = await screen.findByRole(
      'link',
      { name: /^Synced\s*verified\s*, opens Harbor Books$/ },
      PATIENTLY,
    )
    expect(place.getAttribute('href')).toBe('http://sandbox.test/desk/invoice/7')
    expect(screen.getByRole('columnheader', { name: 'Accounting' })).toBeTruthy()
    const row = within(screen.getByRole('row', { name: /INV-1043/ }))
    // In its column, and beside the number for windows that have no room for that.
    expect(row.getAllByText('Error')).toHaveLength(2)
    expect(rendered.askedFor('POST /accounting/badges').map((each) => each.body)).toEqual([
      { documentIds: [anId(1), anId(2)] },
    ])
    await expectNoViolations(rendered.container)
  })

  it('tells on the badge why it waits', async () => {
    const user = userEvent.setup()
    renderScreen(<InvoiceListPage />, await plugged(forList([waiting])))
    const row = within(await screen.findByRole('row', { name: /INV-1042/ }, PATIENTLY))
    await user.hover(await row.findByText('Queued', undefined, PATIENTLY))
    expect((await screen.findByRole('tooltip', undefined, PATIENTLY)).textContent).toContain(
      'Waits for an item for Firewall appliance.',
    )
  })

  it('shows what is kept out with its reason', async () => {
    const user = userEvent.setup()
    const out = aBadge({ ...waiting, state: 'not_synced', operation: null, excludedBecause: 'keyed by hand' })
    renderScreen(<InvoiceListPage />, await plugged(forList([out])))
    await user.hover(await screen.findByText('Kept out', undefined, PATIENTLY))
    expect((await screen.findByRole('tooltip')).textContent).toContain(
      'Kept out of Harbor Books: keyed by hand',
    )
  })

  it('narrows the list, its counts and its file by a chip that stands in the address', async () => {
    const user = userEvent.setup()
    const rendered = renderScreen(<InvoiceListPage />, await plugged(forList([]), { path: '/invoices' }))
    await user.click(await screen.findByRole('radio', { name: /Needs attention\s*2/ }, PATIENTLY))
    await waitFor(() => expect(rendered.place()).toBe('/invoices?narrow=accounting%3Aattention'))
    const narrowed = (route: string) => rendered.askedFor(route).at(-1)?.query.get('narrow')
    await waitFor(() => {
      expect(narrowed('GET /invoices')).toBe('accounting:attention')
      expect(narrowed('GET /invoices/counts')).toBe('accounting:attention')
    })
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toContain(
      'narrow=accounting%3Aattention',
    )
    await user.click(screen.getByRole('radio', { name: 'All in accounting' }))
    await waitFor(() => expect(rendered.place()).toBe('/invoices'))
  })

  it('sends the ticked ones now, and tries the refused again', async () => {
    const user = userEvent.setup()
    const answers = {
      ...forList([aBadge(), { ...refused, documentId: anId(2) }]),
      'POST /accounting/documents/sync': { queued: 0, hastened: 0, retried: 1, left: 1 },
    }
    const { askedFor, container } = renderScreen(<InvoiceListPage />, await plugged(answers))
    await user.click(await screen.findByRole('checkbox', { name: 'Select INV-1042' }, PATIENTLY))
    const bar = within(screen.getByRole('group', { name: 'Selected documents' }))
    expect(bar.getByRole('button', { name: 'Try again (0)' }).getAttribute('aria-disabled')).toBe('true')
    await user.click(screen.getByRole('checkbox', { name: 'Select INV-1043' }))
    await expectNoViolations(container)
    await user.click(bar.getByRole('button', { name: 'Try again (1)' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/documents/sync')[0]?.body).toEqual({ documentIds: [anId(2)] }),
    )
    await waitFor(() => expect(screen.queryByRole('group', { name: 'Selected documents' })).toBeNull())
    await user.click(screen.getByRole('checkbox', { name: 'Select INV-1042' }))
    await user.click(screen.getByRole('checkbox', { name: 'Select INV-1043' }))
    await user.click(screen.getByRole('button', { name: 'Sync now' }))
    await waitFor(() =>
      expect(askedFor('POST /accounting/documents/sync')[1]?.body).toEqual({
        documentIds: [anId(1), anId(2)],
      }),
    )
  })

  it('shows nothing of it while nobody is connected, and asks nothing in the other edition (L62)', async () => {
    renderScreen(<InvoiceListPage />, await plugged(forList([], false)))
    expect(await screen.findByText('INV-1043', undefined, PATIENTLY)).toBeTruthy()
    await waitFor(() => expect(screen.queryByRole('columnheader', { name: 'Accounting' })).toBeNull())
    expect(screen.queryByRole('radio', { name: /Needs attention/ })).toBeNull()
  })

  it('asks nothing in the community edition, and drops the chip of a link', async () => {
    const { askedFor, asked } = renderScreen(
      <InvoiceListPage />,
      await plugged(forList([]), { session: { features: [] }, path: '/invoices?narrow=accounting:drift' }),
    )
    expect(await screen.findByText('INV-1043', undefined, PATIENTLY)).toBeTruthy()
    expect(askedFor('GET /invoices')[0]?.query.get('narrow')).toBeNull()
    expect(asked.filter(({ route }) => route.includes('accounting'))).toEqual([])
  })
})
