import { screen } from '@testing-library/react'
import { expect, it, vi } from 'vitest'
import { TabNav } from './tabs.tsx'
import { renderUi } from './testing/render.tsx'

const tabs = (active: string) => (
  <TabNav
    label="Settings"
    items={['Company', 'General', 'Custody'].map((label) => ({
      href: `/${label}`,
      label,
      active: label === active,
    }))}
  />
)

it('brings the tab that is on into view, however many stand before it', () => {
  const brought = vi.spyOn(Element.prototype, 'scrollIntoView')
  const { rerender } = renderUi(tabs('Custody'))
  expect(brought.mock.contexts).toEqual([screen.getByRole('link', { name: 'Custody' })])
  rerender(tabs('General'))
  expect(brought.mock.contexts.at(-1)).toBe(screen.getByRole('link', { name: 'General' }))
  brought.mockRestore()
})
