import { expectNoViolations } from '@tieout/ui/testing'
import { screen, waitFor, within } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { problem, renderScreen } from '../../testing/browser.tsx'
import { ServiceListScreen } from './service-list-screen.tsx'
import { changes, everything, id, readOnly, REFUSAL, rowOf, serve, service } from './testing.ts'

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
    expect(screen.getByRole('link', { name: 'Export as CSV' }).getAttribute('href')).toBe(
      '/api/v1/services.csv?search=he&kind=product&status=inactive',
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
