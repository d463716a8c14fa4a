import { expectNoViolations } from '@tieout/ui/testing'
import { screen } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { answerRequests, renderScreen } from '../../testing/browser.tsx'
import { ASPEN } from '../../testing/money.ts'
import { CreditListScreen } from './credit-list-screen.tsx'

const summary = {
  creditId: '00000000-0000-4000-8000-0000000000d1',
  clientId: ASPEN.clientId,
  clientName: 'Aspen Dental',
  sourceInvoiceId: '00000000-0000-4000-8000-0000000000d2',
  sourceNumber: 'CM-7',
  sourceType: 'credit_note',
  currency: 'USD',
  amountMinor: 20_000,
  remainingMinor: 12_000,
  issuedOn: '2026-02-01',
  expiresOn: null,
  state: 'available',
  withdrawnAt: null,
}

describe('the list of credit', () => {
  it('shows and exports what the address says', async () => {
    const all = answerRequests((sent) =>
      sent.path === '/credits'
        ? { body: { items: [summary], nextCursor: null } }
        : { body: sent.path === '/clients' ? { items: [ASPEN], nextCursor: null } : ASPEN },
    )
    const query = new URLSearchParams({ client: ASPEN.clientId, state: 'available' })
    const { container } = renderScreen(<CreditListScreen address={{ query, go: () => {} }} />, [
      'credit:read',
      'client:read',
    ])
    await screen.findByRole('link', { name: /Credit note CM-7/ })
    const asked = all.findLast((sent) => sent.path === '/credits')?.query
    expect(Object.fromEntries(asked ?? [])).toEqual({ clientId: ASPEN.clientId, state: 'available' })
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      `/api/v1/credits.csv?${asked}`,
    )
    await expectNoViolations(container)
  })
})
