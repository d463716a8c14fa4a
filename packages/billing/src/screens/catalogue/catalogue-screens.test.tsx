import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import type { ServiceView, TaxRegionView, TermsView } from '../../contract/index.ts'
import { answerRequests, problem, renderScreen, type Answer, type Sent } from '../../testing/browser.tsx'
import { ServiceListScreen } from './service-list-screen.tsx'
import { TaxesScreen } from './taxes-screen.tsx'
import { TermsScreen } from './terms-screen.tsx'

const everything = ['billing_settings:read', 'billing_settings:update', 'invoice:read']
const readOnly = ['billing_settings:read']
const REFUSAL = 'Your role does not allow you to change billing settings.'

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`
const service = (changes: Partial<ServiceView> = {}): ServiceView => ({
  serviceId: id(1),
  kind: 'service',
  name: 'Helpdesk',
  description: null,
  sku: null,
  unitPriceMinor: 123450,
  currency: 'USD',
  taxable: true,
  status: 'active',
  version: 3,
  updatedAt: '2026-03-14T12:00:00.000Z',
  ...changes,
})
const maine: TaxRegionView = {
  taxRegionId: id(2),
  name: 'Maine',
  status: 'active',
  rates: [
    {
      taxRateId: id(3),
      name: 'Sales tax',
      ratePpm: 88_750,
      validFrom: '2026-01-01',
      validTo: null,
      state: 'current',
    },
    {
      taxRateId: id(4),
      name: 'Sales tax',
      ratePpm: 55_000,
      validFrom: '2020-01-01',
      validTo: '2025-12-31',
      state: 'ended',
    },
  ],
}
const terms = (changes: Partial<TermsView> = {}): TermsView => ({
  termsId: id(5),
  name: 'Net 30',
  rule: 'net',
  days: 30,
  isDefault: true,
  status: 'active',
  ...changes,
})
const sequences = [
  { kind: 'invoice', prefix: 'INV-', digits: 5, nextNumber: 42, example: 'INV-00042' },
  { kind: 'credit_note', prefix: 'CM-', digits: 5, nextNumber: 1, example: 'CM-00001' },
]

/** Answers reads with these, and whatever is sent with `change`. */
function serve(change: (sent: Sent) => Answer = () => ({ body: {} })) {
  const listed: Record<string, unknown> = {
    '/services': {
      items: [service(), service({ serviceId: id(9), name: 'Switch', kind: 'product' })],
      nextCursor: null,
    },
    '/tax-regions': { items: [maine], nextCursor: null },
    '/payment-terms': {
      items: [
        terms(),
        terms({ termsId: id(6), name: 'EOM 10', rule: 'end_of_month', days: 10, isDefault: false }),
      ],
      nextCursor: null,
    },
    '/numbering': { sequences },
  }
  return answerRequests((sent) =>
    sent.method === 'GET' && listed[sent.path] ? { body: listed[sent.path] } : change(sent),
  )
}
const changes = (all: Sent[]) => all.filter((sent) => sent.method !== 'GET')
const rowOf = (text: string) => within(screen.getByText(text).closest('tr') as HTMLElement)

describe('services and products', () => {
  it('are listed with their prices', async () => {
    serve()
    const { container } = renderScreen(<ServiceListScreen />, everything)
    await screen.findByText('Helpdesk')
    expect(rowOf('Helpdesk').getByText(/USD\s1,234\.50/)).toBeTruthy()
    expect(rowOf('Switch').getByText('Product')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('are narrowed by the server', async () => {
    const all = serve()
    const user = userEvent.setup()
    renderScreen(<ServiceListScreen />, everything)
    await screen.findByText('Helpdesk')
    await user.type(screen.getByRole('searchbox'), 'he')
    await user.click(screen.getByRole('radio', { name: 'Products' }))
    await user.click(screen.getByRole('radio', { name: 'Inactive' }))
    await waitFor(() =>
      expect(Object.fromEntries(all.at(-1)?.query ?? [])).toEqual({
        search: 'he',
        kind: 'product',
        status: 'inactive',
      }),
    )
  })

  it('say why they cannot be changed by somebody without the right', async () => {
    serve()
    renderScreen(<ServiceListScreen />, readOnly)
    await screen.findByText('Helpdesk')
    for (const name of ['New service or product', 'Deactivate']) {
      const buttons = screen.getAllByRole('button', { name, description: REFUSAL })
      await userEvent.click(buttons[0] as HTMLElement)
    }
    expect(screen.queryByRole('dialog')).toBeNull()
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  it('are created with a price as the reader writes it', async () => {
    const all = serve(() => ({ status: 201, body: service({ name: 'Backup' }) }))
    const user = userEvent.setup()
    renderScreen(<ServiceListScreen />, everything)
    await user.click(await screen.findByRole('button', { name: 'New service or product' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.click(dialog.getByRole('button', { name: 'Create' }))
    const told = within(await dialog.findByRole('alert')).getAllByRole('link')
    expect(told.map((each) => each.textContent)).toEqual([
      'Enter a name.',
      'Choose a currency from the list.',
    ])
    await user.type(dialog.getByLabelText(/^Name/), 'Backup')
    await user.click(dialog.getByRole('combobox', { name: /^Currency/ }))
    await user.keyboard('usd{Enter}')
    await user.type(dialog.getByLabelText(/^Unit price/), '1,234.505')
    await user.click(dialog.getByRole('button', { name: 'Create' }))
    await dialog.findByRole('textbox', {
      name: /^Unit price/,
      description: /This currency has fewer decimals/,
    })
    expect(changes(all)).toEqual([])
    await expectNoViolations()
    await user.clear(dialog.getByLabelText(/^Unit price/))
    await user.type(dialog.getByLabelText(/^Unit price/), '1,234.50')
    await user.click(dialog.getByRole('button', { name: 'Create' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(changes(all)[0]).toMatchObject({
      method: 'POST',
      path: '/services',
      body: {
        name: 'Backup',
        unitPriceMinor: 123450,
        currency: 'USD',
        kind: 'service',
        taxable: true,
        sku: null,
      },
    })
  })

  it('are saved from the version they were opened at, in what changed alone', async () => {
    let refuse = true
    const newest = service({ version: 4, name: 'Help line' })
    const all = serve((sent) => {
      if (sent.method === 'GET') return { body: newest }
      return refuse ? problem(409, 'changed-meanwhile') : { body: newest }
    })
    const user = userEvent.setup()
    renderScreen(<ServiceListScreen />, everything)
    await user.click(await screen.findByRole('button', { name: 'Helpdesk' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect((dialog.getByLabelText(/^Unit price/) as HTMLInputElement).value).toBe('1,234.50')
    await user.clear(dialog.getByLabelText(/^Unit price/))
    await user.type(dialog.getByLabelText(/^Unit price/), '9')
    await user.click(dialog.getByRole('button', { name: 'Save changes' }))
    await dialog.findByText('Somebody changed this meanwhile.')
    expect(changes(all)[0]?.body).toEqual({ version: 3, unitPriceMinor: 900 })
    refuse = false
    await user.click(dialog.getByRole('button', { name: 'Load the newest' }))
    await dialog.findByDisplayValue('Help line')
    await user.click(dialog.getByRole('button', { name: 'Save changes' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(changes(all)[1]?.body).toEqual({ version: 4 })
  })

  it('are put out of use after a question, and a refusal stays with it', async () => {
    const all = serve(() => problem(409, 'service-already-inactive'))
    const user = userEvent.setup()
    renderScreen(<ServiceListScreen />, everything)
    await screen.findByText('Helpdesk')
    await user.click(rowOf('Helpdesk').getByRole('button', { name: 'Deactivate' }))
    const question = within(await screen.findByRole('alertdialog'))
    await user.click(question.getByRole('button', { name: 'Deactivate Helpdesk' }))
    await question.findByText('The server says service-already-inactive.')
    expect(changes(all)[0]?.path).toBe(`/services/${id(1)}/deactivate`)
  })
})

describe('taxes', () => {
  it('are shown region by region with their rates', async () => {
    serve()
    const { container } = renderScreen(<TaxesScreen />, everything)
    const rates = within(await screen.findByRole('table', { name: 'Rates in Maine' }))
    expect(rates.getByText('8.875%')).toBeTruthy()
    expect(rates.getByText('Applies')).toBeTruthy()
    expect(rates.getAllByRole('button', { name: 'End' })).toHaveLength(1)
    await expectNoViolations(container)
  })

  it('get a rate to the ten-thousandth of a percent', async () => {
    const all = serve(() => ({ status: 201, body: maine }))
    const user = userEvent.setup()
    renderScreen(<TaxesScreen />, everything)
    await user.click(await screen.findByRole('button', { name: 'Add rate' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.type(dialog.getByLabelText(/^Name of the tax/), 'County')
    await user.type(dialog.getByLabelText(/^Rate in percent/), '100.0001')
    await user.click(dialog.getByRole('button', { name: 'Add rate' }))
    const told = within(await dialog.findByRole('alert')).getAllByRole('link')
    expect(told.map((each) => each.textContent)).toEqual([
      'Enter a rate from 0 to 100.',
      'Choose the first day.',
    ])
    await user.clear(dialog.getByLabelText(/^Rate in percent/))
    await user.type(dialog.getByLabelText(/^Rate in percent/), '0.0725')
    await user.type(dialog.getByLabelText(/^First day/), '2026-07-01')
    await expectNoViolations()
    await user.click(dialog.getByRole('button', { name: 'Add rate' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(changes(all)[0]).toMatchObject({
      path: `/tax-regions/${id(2)}/rates`,
      body: { name: 'County', ratePpm: 725, validFrom: '2026-07-01', validTo: null },
    })
  })

  it('end on a day that is not before the first', async () => {
    const all = serve(() => ({ body: maine }))
    const user = userEvent.setup()
    renderScreen(<TaxesScreen />, everything)
    await user.click(await screen.findByRole('button', { name: 'End' }))
    const dialog = within(await screen.findByRole('dialog'))
    await user.type(dialog.getByLabelText(/^Last day/), '2025-12-31')
    await user.click(dialog.getByRole('button', { name: 'End rate' }))
    await dialog.findByRole('alert')
    expect(changes(all)).toEqual([])
    await user.clear(dialog.getByLabelText(/^Last day/))
    await user.type(dialog.getByLabelText(/^Last day/), '2026-06-30')
    await user.click(dialog.getByRole('button', { name: 'End rate' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(changes(all)[0]).toMatchObject({
      path: `/tax-rates/${id(3)}/end`,
      body: { validTo: '2026-06-30' },
    })
  })

  it('are only to be looked at without the right', async () => {
    serve()
    renderScreen(<TaxesScreen />, readOnly)
    await screen.findByText('Maine')
    for (const name of ['New tax region', 'Add rate', 'Rename', 'Deactivate', 'End']) {
      await userEvent.click(screen.getByRole('button', { name, description: REFUSAL }))
    }
    expect(screen.queryByRole('dialog')).toBeNull()
  })
})

describe('terms and numbering', () => {
  it('are shown as a person says them', async () => {
    serve()
    const { container } = renderScreen(<TermsScreen />, everything)
    await screen.findByText('EOM 10')
    expect(rowOf('EOM 10').getByText('10 days after the end of the month')).toBeTruthy()
    expect(rowOf('Net 30').getByText('30 days after the document')).toBeTruthy()
    expect(await screen.findByText('INV-00042')).toBeTruthy()
    await expectNoViolations(container)
  })

  it('keep the default in use, and say so', async () => {
    const all = serve(() => ({ body: terms() }))
    const user = userEvent.setup()
    renderScreen(<TermsScreen />, everything)
    await screen.findByText('EOM 10')
    const stays = rowOf('Net 30').getByRole('button', { name: 'Deactivate' })
    await user.click(stays)
    expect(changes(all)).toEqual([])
    await user.click(rowOf('EOM 10').getByRole('button', { name: 'Make default' }))
    await waitFor(() => expect(changes(all)[0]?.path).toBe(`/payment-terms/${id(6)}/default`))
  })

  it('change the numbering in what was touched alone', async () => {
    const all = serve(() => ({ body: sequences[0] }))
    const user = userEvent.setup()
    renderScreen(<TermsScreen />, everything)
    await screen.findByText('INV-00042')
    await user.click(rowOf('INV-00042').getByRole('button', { name: 'Change' }))
    const dialog = within(await screen.findByRole('dialog'))
    const prefix = dialog.getByLabelText(/^Prefix/)
    await user.type(prefix, '26')
    await user.click(dialog.getByRole('button', { name: 'Save changes' }))
    await dialog.findByRole('alert')
    expect(changes(all)).toEqual([])
    await user.clear(prefix)
    await user.type(prefix, 'HL-')
    await expectNoViolations()
    await user.click(dialog.getByRole('button', { name: 'Save changes' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(changes(all)[0]).toMatchObject({
      method: 'PATCH',
      path: '/numbering/invoice',
      body: { prefix: 'HL-' },
    })
    expect(changes(all)[0]?.body).toEqual({ prefix: 'HL-' })
  })
})
