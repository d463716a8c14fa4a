import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Bell, ReceiptText } from 'lucide-react'
import { createTranslator } from 'use-intl'
import { expect, test, vi } from 'vitest'
import en from '../messages/en.json' with { type: 'json' }
import * as ui from './index.ts'
import { expectNoViolations, renderUi } from './testing/render.tsx'

const nav: ui.NavGroup[] = [
  {
    id: 'billing',
    label: 'Billing',
    items: [
      { href: '/invoices', label: 'Invoices', icon: ReceiptText, count: 3, active: true },
      { href: '/payments', label: 'Payments', icon: ReceiptText },
    ],
  },
]

const columns: ui.Column<string>[] = [
  { key: 'n', header: 'Number', cell: (row) => row, sortable: true },
  { key: 's', header: 'State', cell: () => <ui.StatusDot tone="danger">Failed</ui.StatusDot> },
]

const remind = (row: string) => <ui.IconButton icon={Bell} label={`Remind ${row}`} />

/** A router that goes nowhere: jsdom cannot. */
const stay: ui.RenderLink = ({ onClick, children, ...rest }) => (
  <a
    {...rest}
    onClick={(event) => {
      event.preventDefault()
      onClick?.(event)
    }}
  >
    {children}
  </a>
)

function Everything() {
  return (
    <ui.AppShell
      brand="Tieout"
      groups={nav}
      renderLink={stay}
      search={<ui.SearchTrigger onOpen={() => {}} />}
      actions={<ui.IconButton icon={Bell} label="Notifications" />}
      user={<ui.Menu trigger={<ui.Button>Ada</ui.Button>} items={[{ id: 'out', label: 'Sign out' }]} />}
      banner={<ui.Banner tone="warning" title="Sync is paused" onDismiss={() => {}} />}
    >
      <ui.PageHeader
        title="Invoices"
        description="All of them"
        breadcrumbs={[{ label: 'Billing', href: '/' }, { label: 'Invoices' }]}
        actions={<ui.Button disabledReason="The period is closed.">New</ui.Button>}
        meta={<ui.Badge tone="success">Synced</ui.Badge>}
      />
      <ui.FilterChips
        label="Status"
        options={[
          { value: 'all', label: 'All', count: 40 },
          { value: 'late', label: 'Overdue', count: 3 },
        ]}
        value="all"
        onValueChange={() => {}}
      />
      <ui.SearchInput label="Search invoices" />
      <ui.DataTable
        label="Invoices"
        columns={columns}
        rows={['INV-1', 'INV-2']}
        rowKey={(row) => row}
        rowHref={(row) => `/invoices/${row}`}
        rowActions={remind}
        sort={{ key: 'n', direction: 'asc' }}
        onSortChange={() => {}}
        paging={{ hasPrevious: false, hasNext: true, onPrevious: () => {}, onNext: () => {}, label: '1–2' }}
        selection={{ selected: new Set(['INV-1']), onChange: () => {}, rowLabel: (key) => `Select ${key}` }}
      />
      <ui.DataTable
        label="Loading"
        columns={[{ key: 'a', header: 'A', cell: () => '' }]}
        rows={[]}
        rowKey={String}
        loading
      />
      <ui.Card title="Details" actions={<ui.TextLink href="/edit">Edit</ui.TextLink>}>
        <ui.DescriptionList items={[{ term: 'Client', value: 'Acme' }]} />
        <ui.ProgressBar label="Import" value={3} max={10} detail="3 of 10" />
      </ui.Card>
      <ui.StatRow>
        <ui.Stat label="Open" value={<ui.Money minor={100} currency="USD" />} href="/open" />
      </ui.StatRow>
      <ui.Section title="Settings">
        <ui.ErrorSummary errors={[{ fieldId: 'acc', message: 'Choose an account.' }]} />
        <ui.Field id="acc" label="Account" error="Choose an account." required>
          <ui.Select options={[{ value: '1', label: 'Services' }]} />
        </ui.Field>
        <ui.Field label="Client">
          <ui.Combobox value={null} onValueChange={() => {}} options={[]} />
        </ui.Field>
        <ui.Checkbox label="Send" hint="By mail" />
        <ui.Switch label="Live" />
      </ui.Section>
      <ui.Tabs label="Views" items={[{ value: 'a', label: 'One', count: 2, content: 'First' }]} />
      <ui.TabNav label="Pages" items={[{ href: '/a', label: 'A', active: true }]} />
      <ui.Timeline items={[{ id: '1', who: 'Ada', what: 'voided it', when: '2026-03-15T11:57:00Z' }]} />
      <ui.BarChart
        title="Billed"
        data={[{ day: '2026-03-01', values: { a: 2 } }]}
        series={[{ key: 'a', label: 'Sent' }]}
      />
      <ui.Sparkline title="Trend" values={[1, 2, 3]} />
      <ui.Avatar name="Ada Lovelace" />
      <ui.Kbd>K</ui.Kbd>
      <ui.EmptyState title="Nothing" body="Yet" />
      <ui.ErrorState message="It did not work." requestId="r-1" onRetry={() => {}} />
      <ui.Toaster />
    </ui.AppShell>
  )
}

test('axe finds nothing wrong with a page made of every primitive', async () => {
  renderUi(<Everything />)
  await expectNoViolations(document.body)
})

test('axe does find what is wrong, so that its silence means something', async () => {
  renderUi(
    <main>
      <input type="text" />
    </main>,
  )
  await expect(expectNoViolations(document.body)).rejects.toThrow(/label/)
})

test('axe finds nothing wrong with open overlays', async () => {
  const user = userEvent.setup()
  renderUi(
    <main>
      <ui.Dialog open onOpenChange={() => {}} title="Map" description="An account">
        <ui.Combobox
          label="Account"
          value={null}
          onValueChange={() => {}}
          options={[{ value: '1', label: 'Services' }]}
        />
      </ui.Dialog>
    </main>,
  )
  await user.click(screen.getByRole('combobox'))
  expect(screen.getByRole('option', { name: 'Services' })).toBeTruthy()
  // The page behind a modal is hidden as a whole, and with it its landmarks.
  await expectNoViolations(screen.getByRole('dialog'))
})

test('the shell skips to the content, marks where one is, and opens its navigation as a drawer', async () => {
  const user = userEvent.setup()
  renderUi(<Everything />)
  expect(screen.getByRole('link', { name: 'Skip to content' }).getAttribute('href')).toBe('#content')
  expect(screen.getByRole('main').id).toBe('content')
  expect(screen.getByRole('link', { name: /^Invoices ?3$/ }).getAttribute('aria-current')).toBe('page')
  await user.click(screen.getByRole('button', { name: 'Open navigation' }))
  const drawer = screen.getByRole('dialog', { name: 'Main navigation' })
  await user.click(within(drawer).getByRole('link', { name: 'Payments' }))
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('filter chips are one choice, moved by arrow keys', async () => {
  const user = userEvent.setup()
  const onValueChange = vi.fn<(value: 'all' | 'late') => void>()
  renderUi(
    <ui.FilterChips
      label="Status"
      options={[
        { value: 'all', label: 'All', count: 1200 },
        { value: 'late', label: 'Overdue' },
      ]}
      value="all"
      onValueChange={onValueChange}
    />,
  )
  expect(screen.getByRole('radio', { name: 'All 1,200' }).getAttribute('aria-checked')).toBe('true')
  await user.tab()
  // Radix moves the focus a moment after the key goes down, as a finger is slower than a script.
  await user.keyboard('{ArrowRight>}')
  await waitFor(() => expect(onValueChange).toHaveBeenCalledExactlyOnceWith('late'))
})

test('a chart tells its numbers in a table', () => {
  renderUi(
    <ui.BarChart
      title="Billed"
      data={[{ day: '2026-03-01', values: { sent: 1200 } }]}
      series={[
        { key: 'sent', label: 'Sent' },
        { key: 'failed', label: 'Failed' },
      ]}
    />,
  )
  const cells = within(screen.getByRole('table', { name: 'Billed' })).getAllByRole('row')[1]
  expect([...(cells?.children ?? [])].map((cell) => cell.textContent)).toEqual(['Mar 1, 2026', '1,200', '0'])
})

test('the chosen theme is written where the tokens look for it', () => {
  ui.applyTheme('dark')
  expect(document.documentElement.dataset.theme).toBe('dark')
  ui.applyTheme('light')
})

test('the words fit what they count', () => {
  const t = createTranslator({ locale: 'en', messages: { ui: en }, namespace: 'ui' })
  expect([t('errorSummary', { count: 1 }), t('results', { count: 0 })]).toEqual([
    'There is a problem',
    'No results',
  ])
})
