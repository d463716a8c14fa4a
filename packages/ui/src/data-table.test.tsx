import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { Button } from './button.tsx'
import { DataTable } from './data-table.tsx'
import { LinkProvider } from './link.tsx'
import { Menu } from './menu.tsx'
import type { DataTableProps, Sort } from './table-types.ts'
import { renderUi } from './testing/render.tsx'

interface Invoice {
  id: string
  number: string
  total: number
}

const rows: Invoice[] = [
  { id: 'a', number: 'INV-1', total: 10 },
  { id: 'b', number: 'INV-2', total: 20 },
  { id: 'c', number: 'INV-3', total: 30 },
]

const base: DataTableProps<Invoice> = {
  label: 'Invoices',
  columns: [
    { key: 'number', header: 'Number', cell: (row) => row.number, sortable: true },
    { key: 'total', header: 'Total', cell: (row) => row.total, align: 'right', sortable: true },
  ],
  rows,
  rowKey: (row) => row.id,
}

test('sorting by keyboard goes up, then down, and the header says which', async () => {
  const user = userEvent.setup()
  function Page() {
    const [sort, setSort] = useState<Sort | null>(null)
    return <DataTable {...base} sort={sort} onSortChange={setSort} />
  }
  renderUi(<Page />)
  const header = screen.getByRole('columnheader', { name: 'Total' })
  expect(header.hasAttribute('aria-sort')).toBe(false)
  await user.tab()
  await user.tab()
  await user.keyboard('{Enter}')
  expect(header.getAttribute('aria-sort')).toBe('ascending')
  await user.keyboard(' ')
  expect(header.getAttribute('aria-sort')).toBe('descending')
  expect(screen.getByRole('columnheader', { name: 'Number' }).hasAttribute('aria-sort')).toBe(false)
})

test('a row opens by Enter on its button and by a click anywhere on it', async () => {
  const user = userEvent.setup()
  const onRowOpen = vi.fn<(row: Invoice) => void>()
  renderUi(<DataTable {...base} onRowOpen={onRowOpen} />)
  await user.tab()
  await user.keyboard('{Enter}')
  await user.click(screen.getByText('20'))
  await user.click(screen.getByText('INV-3'))
  expect(onRowOpen.mock.calls.map(([row]) => row.id)).toEqual(['a', 'b', 'c'])
})

test('a click on a row with an address follows its link through the router, keeping the keys held', async () => {
  const user = userEvent.setup()
  const went: string[] = []
  renderUi(
    <LinkProvider
      link={({ href, children, ...rest }) => (
        <a
          {...rest}
          href={href}
          onClick={(event) => {
            event.preventDefault()
            went.push(`${href}${event.ctrlKey ? ' in a new tab' : ''}`)
          }}
        >
          {children}
        </a>
      )}
    >
      <DataTable {...base} rowHref={(row) => `/invoices/${row.id}`} />
    </LinkProvider>,
  )
  await user.click(screen.getByText('20'))
  await user.keyboard('{Control>}')
  await user.click(screen.getByText('30'))
  expect(went).toEqual(['/invoices/b', '/invoices/c in a new tab'])
})

test('what a row action or its menu does never opens the row', async () => {
  const user = userEvent.setup()
  const onRowOpen = vi.fn<() => void>()
  const onSync = vi.fn<() => void>()
  const actions = (row: Invoice) => (
    <Menu
      trigger={<Button>More for {row.number}</Button>}
      items={[{ id: 'sync', label: 'Sync now', onSelect: onSync }]}
    />
  )
  renderUi(<DataTable {...base} onRowOpen={onRowOpen} rowActions={actions} />)
  await user.click(screen.getByRole('button', { name: 'More for INV-2' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Sync now' }))
  expect(onSync).toHaveBeenCalledTimes(1)
  expect(onRowOpen).not.toHaveBeenCalled()
})

test('j, k and the arrows move between rows and stop at the ends', async () => {
  const user = userEvent.setup()
  renderUi(<DataTable {...base} onRowOpen={() => {}} />)
  await user.tab()
  const focused = () => document.activeElement?.textContent
  await user.keyboard('j')
  expect(focused()).toBe('INV-2')
  await user.keyboard('{ArrowDown}{ArrowDown}')
  expect(focused()).toBe('INV-3')
  await user.keyboard('k{ArrowUp}{ArrowUp}')
  expect(focused()).toBe('INV-1')
  await user.keyboard('{End}')
  expect(focused()).toBe('INV-3')
})

test('an empty table says what the caller gives it to say, an error replaces it and can be retried', async () => {
  const onRetry = vi.fn<() => void>()
  const { rerender } = renderUi(<DataTable {...base} rows={[]} empty={<p>No invoices yet</p>} />)
  expect(screen.getByText('No invoices yet')).toBeTruthy()
  rerender(
    <DataTable
      {...base}
      rows={[]}
      empty={<p>No invoices yet</p>}
      error={{ message: 'The list could not be read.', requestId: 'r-42', onRetry }}
    />,
  )
  const alert = screen.getByRole('alert')
  expect(within(alert).getByText('The list could not be read.')).toBeTruthy()
  expect(within(alert).getByText('Request r-42')).toBeTruthy()
  expect(screen.queryByText('No invoices yet')).toBeNull()
  await userEvent.click(within(alert).getByRole('button', { name: 'Try again' }))
  expect(onRetry).toHaveBeenCalledTimes(1)
})

test('a first load shows skeleton rows; a later one keeps the rows that are there', () => {
  const { rerender, container } = renderUi(
    <DataTable {...base} rows={[]} loading skeletonRows={3} empty="None" />,
  )
  expect(container.querySelectorAll('tbody tr')).toHaveLength(3)
  expect(screen.queryByText('None')).toBeNull()
  expect(screen.getByRole('table').getAttribute('aria-busy')).toBe('true')
  expect(screen.getByRole('status').textContent).toBe('Loading…')
  rerender(<DataTable {...base} loading />)
  expect(screen.getByText('INV-2')).toBeTruthy()
  expect(screen.getByRole('table', { name: 'Invoices' }).getAttribute('aria-busy')).toBe('true')
})

test('paging goes where there is somewhere to go', async () => {
  const onPrevious = vi.fn<() => void>()
  const onNext = vi.fn<() => void>()
  const paging = { hasPrevious: false, hasNext: true, onPrevious, onNext, label: '1–40 of 312' }
  renderUi(<DataTable {...base} paging={paging} />)
  expect(screen.getByText('1–40 of 312')).toBeTruthy()
  await userEvent.click(screen.getByRole('button', { name: 'Previous' }))
  await userEvent.click(screen.getByRole('button', { name: 'Next' }))
  expect(onPrevious).not.toHaveBeenCalled()
  expect(onNext).toHaveBeenCalledTimes(1)
})

test('choosing every row on the page keeps what was chosen on other pages', async () => {
  const onChange = vi.fn<(next: Set<string>) => void>()
  renderUi(
    <DataTable
      {...base}
      selection={{ selected: new Set(['z']), onChange, rowLabel: (key) => `Select ${key}` }}
    />,
  )
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select all rows on this page' }))
  expect([...(onChange.mock.calls[0]?.[0] ?? [])].sort()).toEqual(['a', 'b', 'c', 'z'])
  await userEvent.click(screen.getByRole('checkbox', { name: 'Select b' }))
  expect([...(onChange.mock.calls[1]?.[0] ?? [])].sort()).toEqual(['b', 'z'])
})

test('a table wider than its place becomes a group one can focus and scroll; one that fits is no stop', () => {
  const width = vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(900)
  const place = vi.spyOn(Element.prototype, 'clientWidth', 'get').mockReturnValue(400)
  const { unmount } = renderUi(<DataTable {...base} />)
  expect(screen.getByRole('group', { name: 'Invoices' }).tabIndex).toBe(0)
  unmount()
  place.mockReturnValue(900)
  renderUi(<DataTable {...base} />)
  expect(screen.queryByRole('group')).toBeNull()
  width.mockRestore()
  place.mockRestore()
})
