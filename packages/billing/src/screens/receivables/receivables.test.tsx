import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { answerRequests, renderScreen } from '../../testing/browser.tsx'
import { ASPEN } from '../../testing/money.ts'
import { AgeingScreen } from './ageing-screen.tsx'
import { bucketHref, daysBefore } from './buckets.ts'
import { ClientBalanceCard } from './client-balance-card.tsx'
import { StatementScreen } from './statement-screen.tsx'

const at = (query = '') => ({ query: new URLSearchParams(query), go: () => {} })
const MAY = ['client:read', 'report:read', 'invoice:read', 'payment:create']

const amounts = (currency: string, values: [number, number, number, number, number]) => ({
  currency,
  currentMinor: values[0],
  days1To30Minor: values[1],
  days31To60Minor: values[2],
  days61To90Minor: values[3],
  over90Minor: values[4],
  totalMinor: values.reduce((sum, each) => sum + each, 0),
})

describe('the ageing', () => {
  const rows = [
    { clientId: ASPEN.clientId, clientName: 'Aspen Dental', ...amounts('USD', [10_000, 2500, 0, 0, 100]) },
    { clientId: ASPEN.clientId, clientName: 'Aspen Dental', ...amounts('EUR', [0, 700, 0, 0, 0]) },
  ]
  const totals = [amounts('EUR', [0, 900, 0, 0, 0]), amounts('USD', [910_000, 3500, 0, 0, 100])]
  const serve = () =>
    answerRequests((sent) => ({
      body: { asOf: sent.query.get('asOf'), items: rows, nextCursor: null, totals },
    }))

  const cells = (row: HTMLElement) =>
    within(row)
      .getAllByRole('cell')
      .map((cell) => cell.textContent)

  it('shows a row for each client and currency, and the totals the server gives for all of them', async () => {
    serve()
    const { container } = renderScreen(<AgeingScreen address={at()} />, MAY)
    await screen.findAllByRole('link', { name: 'Aspen Dental' })
    const footer = await waitFor(() => {
      const found = screen.getAllByRole('rowheader', { name: 'Total' })
      expect(found).toHaveLength(2)
      return found.map((head) => cells(head.closest('tr') as HTMLElement))
    })
    expect(footer).toEqual([
      ['EUR', '0.00', '9.00', '0.00', '0.00', '0.00', '9.00'],
      ['USD', '9,100.00', '35.00', '0.00', '0.00', '1.00', '9,136.00'],
    ])
    await expectNoViolations(container)
  })

  it('leads from each figure of today to the invoices it is the sum of', async () => {
    serve()
    renderScreen(<AgeingScreen address={at()} />, MAY)
    const link = await screen.findByRole('link', { name: '25.00' })
    expect(link.getAttribute('href')).toBe(
      `/invoices?status=open&client=${ASPEN.clientId}&currency=USD&dueFrom=2026-02-13&dueTo=2026-03-14`,
    )
  })

  it('links no figure of a day gone by, since no list shows that day; the file is of that day too', async () => {
    serve()
    renderScreen(<AgeingScreen address={at('asOf=2026-01-31')} />, MAY)
    await screen.findByText('25.00')
    expect(screen.queryByRole('link', { name: '25.00' })).toBeNull()
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      '/api/v1/receivables/ageing.csv?asOf=2026-01-31',
    )
  })

  it('counts the days of its buckets without gap or overlap', () => {
    const row = { clientId: 'c', currency: 'USD' }
    const range = (bucket: Parameters<typeof bucketHref>[1]) => {
      const query = new URLSearchParams(bucketHref(row, bucket, '2026-03-15').split('?')[1])
      return [query.get('dueFrom'), query.get('dueTo')]
    }
    expect(range('currentMinor')).toEqual(['2026-03-15', null])
    expect(range('days1To30Minor')).toEqual(['2026-02-13', '2026-03-14'])
    expect(range('days31To60Minor')).toEqual(['2026-01-14', '2026-02-12'])
    expect(range('days61To90Minor')).toEqual(['2025-12-15', '2026-01-13'])
    expect(range('over90Minor')).toEqual([null, '2025-12-14'])
    expect(daysBefore('2024-03-01', 1)).toBe('2024-02-29')
  })
})

describe('the balance of a client', () => {
  it('shows what is open, overdue and unapplied, each leading to what it is made of', async () => {
    answerRequests(() => ({
      body: {
        clientId: ASPEN.clientId,
        currencies: [
          {
            currency: 'USD',
            balanceDueMinor: 38_000,
            overdueMinor: 30_000,
            openDocuments: 2,
            unappliedReceiptsMinor: 12_000,
            availableCreditMinor: 500,
          },
        ],
      },
    }))
    const { container } = renderScreen(<ClientBalanceCard clientId={ASPEN.clientId} />, MAY)
    for (const text of ['$380.00', '$300.00', '$120.00', '$5.00', '2 documents'])
      await screen.findByText(text)
    expect(screen.getByRole('link', { name: 'Unapplied payments' }).getAttribute('href')).toBe(
      `/payments?client=${ASPEN.clientId}&state=unapplied`,
    )
    await expectNoViolations(container)
  })
})

describe('a statement', () => {
  const movement = (transactionId: string, changes: object) => ({
    transactionId,
    kind: 'invoice_finalized',
    invoiceId: 'i',
    invoiceNumber: 'INV-1',
    paymentId: null,
    creditId: null,
    allocationId: null,
    currency: 'USD',
    amountMinor: 30_000,
    receivableMinor: 30_000,
    occurredOn: '2026-01-10',
    recordedAt: '2026-01-10T10:00:00.000Z',
    reason: null,
    balanceMinor: 35_000,
    ...changes,
  })
  const serve = () =>
    answerRequests((sent) => {
      if (!sent.path.endsWith('/statement')) return { body: ASPEN }
      const isSecond = sent.query.has('cursor')
      return {
        body: {
          clientId: ASPEN.clientId,
          clientName: 'Aspen Dental',
          from: '2026-01-01',
          to: '2026-03-31',
          currencies: [{ currency: 'USD', openingMinor: 5000, closingMinor: 23_000 }],
          items: isSecond
            ? [movement('b', { kind: 'payment', receivableMinor: -12_000, balanceMinor: 23_000 })]
            : [movement('a', {})],
          nextCursor: isSecond ? null : 'more',
        },
      }
    })

  it('runs from the opening to the closing balance, over all pages', async () => {
    serve()
    const address = at('from=2026-01-01&to=2026-03-31')
    const { container } = renderScreen(<StatementScreen clientId={ASPEN.clientId} address={address} />, MAY)
    const table = await screen.findByRole('table', { name: 'Statement in USD' })
    // What only narrow windows show says the same a second time.
    for (const twice of table.querySelectorAll('.sm\\:hidden')) twice.remove()
    const lines = within(table)
      .getAllByRole('row')
      .map((row) => [...row.children].map((cell) => cell.textContent))
    expect(lines).toEqual([
      ['Date', 'What happened', 'Charged', 'Settled', 'Balance'],
      ['Jan 1, 2026', 'Opening balance', '', '', '50.00'],
      ['Jan 10, 2026', 'Invoice INV-1', '300.00', '', '350.00'],
      ['Jan 10, 2026', 'Payment for INV-1', '', '120.00', '230.00'],
      ['Mar 31, 2026', 'Closing balance', '', '', '$230.00'],
    ])
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      `/api/v1/clients/${ASPEN.clientId}/statement.csv?from=2026-01-01&to=2026-03-31`,
    )
    await expectNoViolations(container)
  })

  it('asks for nothing while the period ends before it begins', async () => {
    const all = serve()
    const address = at('from=2026-04-01&to=2026-03-31')
    renderScreen(<StatementScreen clientId={ASPEN.clientId} address={address} />, MAY)
    await screen.findByText(/^The period ends before it begins/)
    expect(screen.queryByRole('link', { name: 'Export as CSV' })).toBeNull()
    expect(all.filter((sent) => sent.path.endsWith('/statement'))).toEqual([])
  })
})
