import { screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { Trash2 } from 'lucide-react'
import { expect, test, vi } from 'vitest'
import { Button, IconButton, LinkButton } from './button.tsx'
import { renderUi } from './testing/render.tsx'

test('a button with a reason against it does not fire, can be focused, and tells why', async () => {
  const onClick = vi.fn<() => void>()
  const user = userEvent.setup()
  renderUi(
    <Button disabledReason="Connect QuickBooks first." onClick={onClick}>
      Sync
    </Button>,
  )
  const button = screen.getByRole('button', { name: 'Sync' })
  await user.tab()
  expect(document.activeElement).toBe(button)
  expect(button.getAttribute('aria-disabled')).toBe('true')
  expect(screen.getByRole('button', { description: 'Connect QuickBooks first.' })).toBe(button)
  await waitFor(() => expect(screen.getByRole('tooltip').textContent).toBe('Connect QuickBooks first.'))
  await user.keyboard('{Enter} ')
  await user.click(button)
  expect(onClick).not.toHaveBeenCalled()
})

test('a submit button with a reason against it does not submit its form', async () => {
  const onSubmit = vi.fn<() => void>()
  renderUi(
    <form onSubmit={onSubmit}>
      <Button type="submit" disabledReason="Nothing has changed.">
        Save
      </Button>
    </form>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Save' }))
  expect(onSubmit).not.toHaveBeenCalled()
})

test('a busy button keeps its label in place, says it is working, and does not fire twice', async () => {
  const onClick = vi.fn<() => void>()
  const { rerender } = renderUi(<Button onClick={onClick}>Save</Button>)
  await userEvent.click(screen.getByRole('button'))
  rerender(
    <Button busy onClick={onClick}>
      Save
    </Button>,
  )
  const button = screen.getByRole('button', { name: /Save/ })
  await userEvent.click(button)
  expect(onClick).toHaveBeenCalledTimes(1)
  expect(button.getAttribute('aria-busy')).toBe('true')
  expect(button.textContent).toContain('Working…')
})

test('an icon button is known by its label', () => {
  renderUi(<IconButton icon={Trash2} label="Delete draft" />)
  expect(screen.getByRole('button', { name: 'Delete draft' })).toBeTruthy()
})

test('a link button gives its look and icon to the link it is given, without nesting another', () => {
  renderUi(
    <LinkButton asChild icon={Trash2} variant="primary">
      <a href="/invoices">Invoices</a>
    </LinkButton>,
  )
  const link = screen.getByRole('link', { name: 'Invoices' })
  expect(link.getAttribute('href')).toBe('/invoices')
  expect(link.className).toContain('bg-accent')
  expect(link.querySelector('svg')).toBeTruthy()
})

test('a button keeps the focus when it gains a reason, as after saving', async () => {
  const { rerender } = renderUi(<Button disabledReason={undefined}>Save</Button>)
  screen.getByRole('button').focus()
  rerender(<Button disabledReason="Nothing has changed.">Save</Button>)
  expect(document.activeElement).toBe(screen.getByRole('button'))
  expect(screen.getByRole('button').getAttribute('aria-disabled')).toBe('true')
})
