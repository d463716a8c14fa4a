import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { renderScreen } from '../../testing/browser.tsx'
import { TaxesScreen } from './taxes-screen.tsx'
import { TermsScreen } from './terms-screen.tsx'
import {
  changes,
  everything,
  id,
  maine,
  readOnly,
  REFUSAL,
  rowOf,
  sequences,
  serve,
  terms,
} from './testing.ts'

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
