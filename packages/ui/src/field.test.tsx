import { screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { useState } from 'react'
import { expect, test } from 'vitest'
import { Combobox } from './combobox.tsx'
import { ErrorSummary } from './error-summary.tsx'
import { Field } from './field.tsx'
import { Select, TextArea, TextInput } from './inputs.tsx'
import { SearchInput } from './search-input.tsx'
import { renderUi } from './testing/render.tsx'
import { Checkbox, Switch } from './toggles.tsx'

const describedBy = (element: Element) =>
  (element.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent)
    .join(' | ')

const controls = [
  ['a text input', <TextInput key="a" />],
  ['a text area', <TextArea key="b" />],
  ['a select', <Select key="c" options={[{ value: 'a', label: 'A' }]} />],
  ['a combobox', <Combobox key="d" value={null} onValueChange={() => {}} options={[]} />],
] as const

test.each(controls)('a field ties its label, hint and error to %s', (_name, control) => {
  renderUi(
    <Field label="Account" hint="Where payments arrive." error="Choose an account." required>
      {control}
    </Field>,
  )
  const input = screen.getByLabelText(/^Account/)
  expect(describedBy(input)).toBe('Where payments arrive. | Choose an account.')
  expect(input.getAttribute('aria-invalid')).toBe('true')
  expect(input.getAttribute('aria-required')).toBe('true')
})

test('a field without an error is not marked invalid and points at nothing that is not there', () => {
  renderUi(
    <Field label="Name">
      <TextInput />
    </Field>,
  )
  const input = screen.getByLabelText('Name')
  expect(input.hasAttribute('aria-invalid')).toBe(false)
  expect(input.hasAttribute('aria-describedby')).toBe(false)
})

test('an error summary takes the focus and leads to the field', async () => {
  renderUi(
    <>
      <ErrorSummary
        errors={[{ fieldId: 'rate', message: 'Enter a rate.' }, { message: 'The period is closed.' }]}
      />
      <Field id="rate" label="Rate">
        <TextInput />
      </Field>
    </>,
  )
  expect(document.activeElement).toBe(screen.getByRole('alert'))
  expect(screen.getByText('There are 2 problems')).toBeTruthy()
  await userEvent.click(screen.getByRole('link', { name: 'Enter a rate.' }))
  expect(document.activeElement).toBe(screen.getByLabelText('Rate'))
})

test('inputs left to themselves submit what was entered', async () => {
  const user = userEvent.setup()
  const { container } = renderUi(
    <form>
      <Field label="Name">
        <TextInput name="name" defaultValue="Ada" />
      </Field>
      <Checkbox name="sync" value="yes" label="Sync" />
      <Switch name="live" value="on" label="Live" defaultChecked />
    </form>,
  )
  await user.type(screen.getByLabelText('Name'), ' L')
  await user.click(screen.getByRole('checkbox', { name: 'Sync' }))
  await user.click(screen.getByRole('switch', { name: 'Live' }))
  const form = container.querySelector('form')
  expect(form && Object.fromEntries(new FormData(form))).toEqual({ name: 'Ada L', sync: 'yes' })
})

test('a checkbox that is neither says so', () => {
  renderUi(<Checkbox label="All" indeterminate checked={false} />)
  expect(screen.getByRole<HTMLInputElement>('checkbox').indeterminate).toBe(true)
})

test('a slash focuses the search from the page, but is an ordinary character while typing elsewhere', async () => {
  const user = userEvent.setup()
  renderUi(
    <>
      <input aria-label="Other" />
      <SearchInput label="Search invoices" />
    </>,
  )
  await user.click(screen.getByLabelText('Other'))
  await user.keyboard('/')
  expect(screen.getByLabelText<HTMLInputElement>('Other').value).toBe('/')
  await user.click(document.body)
  await user.keyboard('/')
  const search = screen.getByRole<HTMLInputElement>('searchbox', { name: 'Search invoices' })
  expect(document.activeElement).toBe(search)
  expect(search.value).toBe('')
})

test('a search is cleared by its button and by Escape, and tells the caller', async () => {
  const user = userEvent.setup()
  const seen: string[] = []
  function Page() {
    const [text, setText] = useState('acme')
    return (
      <SearchInput label="Search" value={text} onValueChange={(next) => (seen.push(next), setText(next))} />
    )
  }
  renderUi(<Page />)
  await user.click(screen.getByRole('button', { name: 'Clear the search' }))
  await user.keyboard('b{Escape}')
  expect(seen).toEqual(['', 'b', ''])
  expect(document.activeElement).toBe(screen.getByRole('searchbox'))
})
