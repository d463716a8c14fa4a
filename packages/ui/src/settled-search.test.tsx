import { fireEvent, screen } from '@testing-library/react'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { SettledSearch } from './settled-search.tsx'
import { renderUi } from './testing/render.tsx'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function typed() {
  const settled = vi.fn()
  renderUi(<SettledSearch label="Search" value="" onSettled={settled} />)
  const box = screen.getByRole('searchbox')
  fireEvent.change(box, { target: { value: 'inv ' } })
  return { box, settled }
}

it('is told once typing has paused', () => {
  const { settled } = typed()
  expect(settled).not.toHaveBeenCalled()
  vi.advanceTimersByTime(1000)
  expect(settled.mock.calls).toEqual([['inv']])
})

it('is told at once, and once, when somebody turns to something else before that', () => {
  const { box, settled } = typed()
  fireEvent.blur(box)
  expect(settled.mock.calls).toEqual([['inv']])
  vi.advanceTimersByTime(1000)
  expect(settled).toHaveBeenCalledTimes(1)
})
