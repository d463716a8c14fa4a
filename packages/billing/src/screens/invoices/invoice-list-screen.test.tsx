import { expectNoViolations } from '@tieout/ui/testing'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { describe, expect, it } from 'vitest'
import { aClient, answerRequests, problem, renderScreen, type Sent } from '../../testing/browser.tsx'
import { anId, aRow } from '../../testing/invoices.ts'
import type { InvoiceExtensions } from './extensions.ts'
import { InvoiceListScreen } from './invoice-list-screen.tsx'

const rows = [
  aRow(),
  aRow({ invoiceId: anId(2), number: null, status: 'draft', balanceDueMinor: 0, clientName: 'Birch' }),
]
const counts = { all: 2, open: 1, draft: 1, sent: 0, partially_applied: 1, overdue: 0, paid: 0, cancelled: 0 }

const serve = (list: (sent: Sent) => object = () => ({ items: rows, nextCursor: null }), of = counts) =>
  answerRequests((sent) => {
    if (sent.path === '/invoices/counts') return { body: of }
    if (sent.path === '/clients')
      return { body: { items: [aClient({ clientId: anId(9) })], nextCursor: null } }
    if (sent.path.startsWith('/clients/')) return { body: aClient({ clientId: anId(9) }) }
    return { body: list(sent) }
  })

const everything = ['invoice:read', 'invoice:create', 'invoice:update', 'payment:create', 'client:read']

/** A page with an address of its own, as the host gives one. */
function Page({ start = '', extensions }: { start?: string; extensions?: InvoiceExtensions }) {
  const [query, setQuery] = useState(start)
  return (
    <>
      <output>{query}</output>
      <InvoiceListScreen
        address={{ query: new URLSearchParams(query), go: (next) => setQuery(next) }}
        onGo={() => {}}
        extensions={extensions}
      />
    </>
  )
}

const show = (page = <Page />, permissions = everything) => renderScreen(page, permissions)
const asked = (all: Sent[]) =>
  Object.fromEntries(all.findLast((sent) => sent.path === '/invoices')?.query ?? [])

describe('the list of invoices', () => {
  it('shows number, client, days, status and money, and each row leads to its page', async () => {
    serve()
    const { container } = show()
    const link = await screen.findByRole('link', { name: /^INV-1042\s*, Aspen Dental/ })
    expect(link.getAttribute('href')).toBe(`/invoices/${anId(1)}`)
    const row = within(link.closest('tr') as HTMLElement)
    expect(row.getByRole('cell', { name: 'Aspen Dental' })).toBeTruthy()
    for (const text of ['Mar 1, 2026', 'Mar 31, 2026', 'Part paid', '$1,080.00', '$780.00']) {
      expect(row.getByText(text)).toBeTruthy()
    }
    expect(screen.getByRole('link', { name: /^Draft invoice\s*, Birch/ })).toBeTruthy()
    expect(await screen.findByRole('radio', { name: /Part paid\s*1/ })).toBeTruthy()
    await expectNoViolations(container)
  })

  it('asks for what the address says', async () => {
    const all = serve()
    show(<Page start={`status=overdue&client=${anId(9)}&from=2026-01-01&sort=total.asc`} />)
    await screen.findByText('INV-1042')
    expect(asked(all)).toEqual({
      status: 'overdue',
      clientId: anId(9),
      from: '2026-01-01',
      sort: 'total',
      direction: 'asc',
      limit: '40',
    })
    await waitFor(() =>
      expect(screen.getByRole<HTMLInputElement>('combobox', { name: 'Client' }).value).toBe('Aspen Dental'),
    )
  })

  it('writes every choice into the address', async () => {
    const all = serve()
    const user = userEvent.setup()
    show()
    await screen.findByText('INV-1042')
    await user.click(screen.getByRole('radio', { name: /Overdue/ }))
    await user.selectOptions(screen.getByRole('combobox', { name: 'Type' }), 'Credit note')
    await user.click(screen.getByRole('button', { name: 'Total' }))
    await user.click(screen.getByRole('combobox', { name: 'Client' }))
    await user.click(await screen.findByRole('option', { name: /Aspen Dental/ }))
    await user.type(screen.getByRole('searchbox'), 'inv')
    const address = `status=overdue&type=credit_note&client=${anId(9)}&search=inv&sort=total.asc`
    await waitFor(() =>
      expect(screen.getAllByRole('status').some((each) => each.textContent === address)).toBe(true),
    )
    await waitFor(() => expect(asked(all)).toMatchObject({ status: 'overdue', search: 'inv', sort: 'total' }))
  })

  it('narrows to the days on which documents fall due, and counts the same ones', async () => {
    const all = serve()
    show()
    await screen.findByText('INV-1042')
    const from = screen.getByLabelText('Due from')
    // Whoever types the year 2026 passes through the year 2.
    fireEvent.change(from, { target: { value: '0002-03-01' } })
    expect((from as HTMLInputElement).value).toBe('0002-03-01')
    fireEvent.change(from, { target: { value: '2026-03-01' } })
    fireEvent.change(screen.getByLabelText('Due until'), { target: { value: '2026-03-31' } })
    const due = { dueFrom: '2026-03-01', dueTo: '2026-03-31' }
    await waitFor(() => expect(asked(all)).toMatchObject(due))
    const counted = all.findLast((sent) => sent.path === '/invoices/counts')
    expect(Object.fromEntries(counted?.query ?? [])).toEqual(due)
    expect(all.some((sent) => sent.query.get('dueFrom')?.startsWith('0'))).toBe(false)
  })

  it('shows what a link narrowed it to, and each of it can be taken away', async () => {
    const all = serve()
    const user = userEvent.setup()
    const { container } = show(<Page start="status=open&currency=EUR&dueFrom=2026-03-01&dueTo=2026-03-31" />)
    const active = within(await screen.findByRole('list', { name: 'Filters' }))
    expect(active.getAllByRole('button').map((each) => each.textContent)).toEqual([
      'EUR',
      'Due from Mar 1, 2026',
      'Due until Mar 31, 2026',
      'Show all',
    ])
    await expectNoViolations(container)
    await user.click(active.getByRole('button', { name: 'Take away: Due from Mar 1, 2026' }))
    await waitFor(() => expect(asked(all)).not.toHaveProperty('dueFrom'))
    expect(asked(all)).toMatchObject({ status: 'open', currency: 'EUR', dueTo: '2026-03-31' })
    await user.click(active.getByRole('button', { name: 'Show all' }))
    await waitFor(() => expect(screen.queryByRole('list', { name: 'Filters' })).toBeNull())
    expect(asked(all)).toMatchObject({ status: 'all' })
  })

  it('leads to a file of what it shows, in the same order', async () => {
    serve()
    show(<Page start={`status=overdue&client=${anId(9)}&dueTo=2026-03-31&search=asp&sort=total.asc`} />)
    const file = await screen.findByRole('link', { name: 'Export as CSV' })
    expect(file.getAttribute('href')).toBe(
      `/api/v1/invoices.csv?clientId=${anId(9)}&dueTo=2026-03-31&search=asp&status=overdue&sort=total&direction=asc`,
    )
  })

  it('counts no further than the server does', async () => {
    serve(undefined, { ...counts, all: 10_001 })
    show()
    expect(await screen.findByRole('radio', { name: 'All 10,000+' })).toBeTruthy()
  })

  it('leads on when nothing matches, and when there is nothing yet', async () => {
    serve(() => ({ items: [], nextCursor: null }))
    const user = userEvent.setup()
    show(<Page start="status=paid" />)
    await user.click(await screen.findByRole('button', { name: 'Show all' }))
    expect(await screen.findByText('No invoices yet')).toBeTruthy()
  })

  it('says what went wrong', async () => {
    answerRequests(() => problem(500, 'internal', { requestId: 'req-7' }))
    show()
    expect(await screen.findByText(/The server says internal/)).toBeTruthy()
    expect(screen.getByText(/req-7/)).toBeTruthy()
  })

  it('offers on each row what can be done, with the reason where it cannot', async () => {
    serve()
    const user = userEvent.setup()
    show()
    await user.click(await screen.findByRole('button', { name: 'Actions for Draft invoice' }))
    const pay = await screen.findByRole('menuitem', { name: /Record payment/ })
    expect(pay.getAttribute('aria-disabled')).toBe('true')
    expect(pay.textContent).toContain('still a draft')
    expect(screen.getByRole('menuitem', { name: 'Edit' }).getAttribute('aria-disabled')).toBeNull()
  })

  it('says why somebody may not write one', async () => {
    serve()
    show(<Page />, ['invoice:read', 'client:read'])
    const button = await screen.findByRole('button', { name: 'New invoice' })
    expect(button.getAttribute('aria-disabled')).toBe('true')
    expect(screen.queryByRole('link', { name: 'New invoice' })).toBeNull()
  })

  it('takes columns of other modules, which see all rows on show at once', async () => {
    serve()
    const seen: string[][] = []
    const extensions: InvoiceExtensions = {
      extraColumns: [
        { key: 'sync', header: 'Ledger', cell: (invoice) => `synced ${invoice.number ?? 'no'}` },
      ],
      aroundList(shown, list) {
        seen.push(shown.map((row) => row.invoiceId))
        return <section aria-label="with ledger">{list}</section>
      },
    }
    show(<Page extensions={extensions} />)
    const around = within(await screen.findByRole('region', { name: 'with ledger' }))
    expect(await around.findByText('synced INV-1042')).toBeTruthy()
    expect(around.getByRole('columnheader', { name: 'Ledger' })).toBeTruthy()
    expect(seen.at(-1)).toEqual([anId(1), anId(2)])
  })
})
