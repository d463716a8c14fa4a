import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { answerRequests, renderScreen } from '../../testing/browser.tsx'
import { aPayment, ASPEN } from '../../testing/money.ts'
import { PaymentListScreen } from './payment-list-screen.tsx'

const MAY = ['client:read', 'payment:read', 'payment:create', 'credit:read']

function InAddress({ start }: { start: string }) {
  const [query, setQuery] = useState(start)
  return <PaymentListScreen address={{ query: new URLSearchParams(query), go: setQuery }} />
}

const serve = () =>
  answerRequests((sent) => {
    if (sent.path === '/clients') return { body: { items: [ASPEN], nextCursor: null } }
    if (sent.path.startsWith('/clients/')) return { body: ASPEN }
    const { allocations: _, ...summary } = aPayment()
    return { body: { items: sent.query.has('method') ? [] : [summary], nextCursor: null } }
  })

describe('the list of payments', () => {
  it('shows what came in and what of it is not applied', async () => {
    serve()
    const { container } = renderScreen(<InAddress start="" />, MAY)
    const link = await screen.findByRole('link', { name: 'Aspen Dental' })
    const row = within(link.closest('tr') as HTMLElement)
    for (const text of ['Mar 10, 2026', 'Cheque', 'CHQ 77', '$500.00', '$120.00', 'Partly applied']) {
      expect(row.getByText(text)).toBeTruthy()
    }
    await expectNoViolations(container)
  })

  it('asks for what the address says, and forgets what nobody could have chosen', async () => {
    const all = serve()
    renderScreen(
      <InAddress start={`client=${ASPEN.clientId}&state=unapplied&from=2026-01-01&to=nonsense`} />,
      MAY,
    )
    await screen.findByText('CHQ 77')
    const asked = all.findLast((sent) => sent.path === '/payments')
    expect(Object.fromEntries(asked?.query ?? [])).toEqual({
      clientId: ASPEN.clientId,
      state: 'unapplied',
      from: '2026-01-01',
    })
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      `/api/v1/payments.csv?${asked?.query}`,
    )
  })

  it('searches when typing stops, and can be cleared', async () => {
    const all = serve()
    const user = userEvent.setup()
    renderScreen(<InAddress start="" />, MAY)
    await screen.findByText('CHQ 77')
    await user.type(screen.getByRole('searchbox'), 'chq')
    await waitFor(() => expect(all.at(-1)?.query.get('search')).toBe('chq'))
    await user.selectOptions(screen.getByLabelText('Method'), 'Cash')
    await screen.findByText('No payment matches these filters')
    await user.click(within(screen.getByRole('table')).getByRole('button', { name: 'Clear the filters' }))
    await screen.findByText('CHQ 77')
    expect((screen.getByRole('searchbox') as HTMLInputElement).value).toBe('')
  })
})
