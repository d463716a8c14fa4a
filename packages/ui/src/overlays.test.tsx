import { act, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test, vi } from 'vitest'
import { Button } from './button.tsx'
import { CommandPalette, type CommandGroup } from './command-palette.tsx'
import { Combobox } from './combobox.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Dialog, Drawer } from './dialog.tsx'
import { Menu } from './menu.tsx'
import { renderUi } from './testing/render.tsx'
import { toast, Toaster } from './toast.tsx'

const confirm = {
  open: true,
  onOpenChange: () => {},
  title: 'Void INV-1?',
  confirmLabel: 'Void INV-1',
  tone: 'danger' as const,
}

test('a confirmation that needs a reason asks for it, does not fire without, and passes it on trimmed', async () => {
  const onConfirm = vi.fn<(reason: string) => void>()
  const user = userEvent.setup()
  renderUi(
    <ConfirmDialog {...confirm} reason onConfirm={onConfirm}>
      It cannot be undone.
    </ConfirmDialog>,
  )
  expect(
    screen.getByRole('alertdialog', { name: 'Void INV-1?', description: 'It cannot be undone.' }),
  ).toBeTruthy()
  const reason = screen.getByRole('textbox', { name: /Reason/ })
  await user.type(reason, '   ')
  await user.click(screen.getByRole('button', { name: 'Void INV-1' }))
  expect(onConfirm).not.toHaveBeenCalled()
  expect(screen.getByText('Give a reason first.')).toBeTruthy()
  expect(document.activeElement).toBe(reason)
  await user.type(reason, 'Billed twice ')
  expect(screen.queryByText('Give a reason first.')).toBeNull()
  await user.click(screen.getByRole('button', { name: 'Void INV-1' }))
  expect(onConfirm).toHaveBeenCalledExactlyOnceWith('Billed twice')
})

test('a confirmation under way neither closes nor fires again, and a failed one says why', async () => {
  const onConfirm = vi.fn<() => void>()
  const onOpenChange = vi.fn<(open: boolean) => void>()
  const user = userEvent.setup()
  const props = { ...confirm, onConfirm, onOpenChange, children: 'It cannot be undone.' }
  const { rerender } = renderUi(<ConfirmDialog {...props} busy />)
  await user.keyboard('{Escape}')
  await user.click(screen.getByRole('button', { name: /Void INV-1/ }))
  expect(onOpenChange).not.toHaveBeenCalled()
  expect(onConfirm).not.toHaveBeenCalled()
  rerender(<ConfirmDialog {...props} error="QuickBooks did not answer." />)
  expect(screen.getByRole('alert').textContent).toBe('QuickBooks did not answer.')
  await user.keyboard('{Escape}')
  expect(onOpenChange).toHaveBeenCalledExactlyOnceWith(false)
})

test('confirming inside a form does not submit the form around it', async () => {
  const onSubmit = vi.fn<() => void>()
  renderUi(
    <form onSubmit={onSubmit}>
      <ConfirmDialog {...confirm} onConfirm={() => {}}>
        It cannot be undone.
      </ConfirmDialog>
    </form>,
  )
  await userEvent.click(screen.getByRole('button', { name: 'Void INV-1' }))
  expect(onSubmit).not.toHaveBeenCalled()
})

test('a dialog holds the focus, closes on Escape, and gives the focus back', async () => {
  const user = userEvent.setup()
  function Page() {
    const [open, setOpen] = useState(false)
    return (
      <>
        <Button onClick={() => setOpen(true)}>Edit</Button>
        <Dialog open={open} onOpenChange={setOpen} title="Edit mapping" footer={<Button>Save</Button>} />
      </>
    )
  }
  renderUi(<Page />)
  await user.click(screen.getByRole('button', { name: 'Edit' }))
  const dialog = screen.getByRole('dialog', { name: 'Edit mapping' })
  await user.tab()
  await user.tab()
  await user.tab()
  expect(dialog.contains(document.activeElement)).toBe(true)
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('dialog')).toBeNull()
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Edit' })))
})

test('a drawer without a field to type in takes the focus itself, not its close button', () => {
  renderUi(
    <Drawer open onOpenChange={() => {}} title="INV-1">
      Nothing to fill in
    </Drawer>,
  )
  expect(document.activeElement).toBe(screen.getByRole('dialog', { name: 'INV-1' }))
})

test('a confirmation that asks for a reason opens with the cursor in it; one that does not, on Cancel', () => {
  const { unmount } = renderUi(
    <ConfirmDialog {...confirm} reason onConfirm={() => {}}>
      It cannot be undone.
    </ConfirmDialog>,
  )
  expect(document.activeElement).toBe(screen.getByRole('textbox', { name: /Reason/ }))
  unmount()
  renderUi(
    <ConfirmDialog {...confirm} onConfirm={() => {}}>
      It cannot be undone.
    </ConfirmDialog>,
  )
  expect(document.activeElement).toBe(screen.getByRole('button', { name: 'Cancel' }))
})

test('a confirmation opened from a menu gives the focus back to the button of the menu', async () => {
  const user = userEvent.setup()
  function Page() {
    const [open, setOpen] = useState(false)
    return (
      <>
        <Menu
          trigger={<Button>More</Button>}
          items={[{ id: 'void', label: 'Void', onSelect: () => setOpen(true) }]}
        />
        <ConfirmDialog {...confirm} open={open} onOpenChange={setOpen} onConfirm={() => {}}>
          It cannot be undone.
        </ConfirmDialog>
      </>
    )
  }
  renderUi(<Page />)
  await user.click(screen.getByRole('button', { name: 'More' }))
  await user.click(await screen.findByRole('menuitem', { name: 'Void' }))
  const dialog = await screen.findByRole('alertdialog')
  await waitFor(() => expect(dialog.contains(document.activeElement)).toBe(true))
  await user.keyboard('{Escape}')
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole('button', { name: 'More' })))
})

const accounts = [
  { value: '1', label: 'Services' },
  { value: '2', label: 'Hardware' },
  { value: '3', label: 'Hardware maintenance' },
]

function Picker({ onQuery }: { onQuery?: (query: string) => void }) {
  const [value, setValue] = useState<(typeof accounts)[number] | null>(null)
  return (
    <Combobox
      label="Account"
      value={value}
      onValueChange={setValue}
      options={accounts}
      onQueryChange={onQuery}
      clearable
    />
  )
}

test('a combobox is worked by keyboard alone: type, move, choose, close', async () => {
  const user = userEvent.setup()
  renderUi(<Picker />)
  const input = screen.getByRole<HTMLInputElement>('combobox', { name: 'Account' })
  await user.tab()
  await user.keyboard('hard')
  expect(screen.getAllByRole('option').map((option) => option.textContent)).toEqual([
    'Hardware',
    'Hardware maintenance',
  ])
  const activeText = () =>
    document.getElementById(input.getAttribute('aria-activedescendant') ?? '')?.textContent
  expect(activeText()).toBe('Hardware')
  await user.keyboard('{ArrowDown}')
  expect(activeText()).toBe('Hardware maintenance')
  await user.keyboard('{ArrowDown}')
  expect(activeText()).toBe('Hardware')
  await user.keyboard('{ArrowUp}{Enter}')
  expect(input.value).toBe('Hardware maintenance')
  expect(input.getAttribute('aria-expanded')).toBe('false')
  await user.keyboard('serv{Escape}')
  expect(input.getAttribute('aria-expanded')).toBe('false')
  expect(input.value).toBe('Hardware maintenance')
  await user.click(screen.getByRole('button', { name: 'Clear the choice' }))
  expect(input.value).toBe('')
})

test('a combobox says when nothing matches', async () => {
  renderUi(<Picker />)
  await userEvent.type(screen.getByRole('combobox'), 'zz')
  expect(screen.queryByRole('option')).toBeNull()
  expect(screen.getByRole('status').textContent).toBe('Nothing matches “zz”.')
})

test('a combobox whose caller searches asks with each letter and shows what it is given', async () => {
  const asked: string[] = []
  const user = userEvent.setup()
  renderUi(<Picker onQuery={(query) => asked.push(query)} />)
  await user.type(screen.getByRole('combobox'), 'xy')
  expect(asked).toEqual(['x', 'xy'])
  expect(screen.getAllByRole('option')).toHaveLength(3)
})

test('a combobox picks by pointer inside a dialog, and Escape closes the list before the dialog', async () => {
  const user = userEvent.setup()
  const onOpenChange = vi.fn<(open: boolean) => void>()
  renderUi(
    <Dialog open onOpenChange={onOpenChange} title="Map">
      <Picker />
    </Dialog>,
  )
  const input = screen.getByRole<HTMLInputElement>('combobox')
  await user.click(input)
  await user.click(screen.getByRole('option', { name: 'Services' }))
  expect(input.value).toBe('Services')
  await user.click(input)
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('listbox')).toBeNull()
  expect(onOpenChange).not.toHaveBeenCalled()
})

test('the palette opens on Ctrl+K, filters, runs what is chosen, and adds what is found', async () => {
  const user = userEvent.setup()
  const onSelect = vi.fn<() => void>()
  const groups: CommandGroup[] = [
    {
      id: 'go',
      label: 'Go to',
      items: [
        { id: 'inv', label: 'Invoices', onSelect: () => {} },
        { id: 'set', label: 'Settings', keywords: ['preferences'], onSelect },
      ],
    },
  ]
  const found: CommandGroup = {
    id: 'f',
    label: 'Clients',
    items: [{ id: 'c', label: 'Acme', onSelect: () => {} }],
  }
  renderUi(<CommandPalette groups={groups} onQuery={async () => [found]} />)
  await user.keyboard('{Control>}k{/Control}')
  await user.type(await screen.findByRole('combobox'), 'pref')
  expect(screen.queryByRole('option', { name: 'Invoices' })).toBeNull()
  expect(await screen.findByRole('option', { name: 'Acme' })).toBeTruthy()
  await user.click(screen.getByRole('option', { name: 'Settings' }))
  expect(onSelect).toHaveBeenCalledTimes(1)
  expect(screen.queryByRole('dialog')).toBeNull()
})

test('a toast is announced in a live region that was there before it, and offers its action', async () => {
  const onClick = vi.fn<() => void>()
  const { container } = renderUi(<Toaster />)
  const region = screen.getByRole('region', { name: /Notifications/ })
  expect(region.getAttribute('aria-live')).toBe('polite')
  act(() => toast.success('Invoice voided', { action: { label: 'Undo', onClick } }))
  expect(await screen.findByText('Invoice voided')).toBeTruthy()
  expect(container.contains(region) || document.body.contains(region)).toBe(true)
  await userEvent.click(screen.getByRole('button', { name: 'Undo' }))
  expect(onClick).toHaveBeenCalledTimes(1)
})
