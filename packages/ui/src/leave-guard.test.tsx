import { fireEvent, screen, waitFor } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { LeaveGuard } from './leave-guard.tsx'
import { renderUi } from './testing/render.tsx'

/** jsdom has no history of a tab; the browser tests press Back in a real one. */
class HistoryOfTab extends EventTarget {
  traverseTo = vi.fn<(key: string) => boolean>((key) => this.goBackTo(key))

  /** False when somebody held it. */
  goBackTo(key: string, { cancelable = true } = {}): boolean {
    const event = new Event('navigate', { cancelable })
    return this.dispatchEvent(Object.assign(event, { navigationType: 'traverse', destination: { key } }))
  }
}

let history: HistoryOfTab

beforeEach(() => {
  history = new HistoryOfTab()
  vi.stubGlobal('navigation', history)
})
afterEach(() => void vi.unstubAllGlobals())

const show = (dirty: boolean) => {
  const onGo = vi.fn<(href: string) => void>()
  const screenOf = (isDirty: boolean) => (
    <>
      <a href="/elsewhere">Elsewhere</a>
      <LeaveGuard dirty={isDirty} onGo={onGo} />
    </>
  )
  const { rerender } = renderUi(screenOf(dirty))
  return { onGo, becomes: (isDirty: boolean) => rerender(screenOf(isDirty)) }
}

const question = () => screen.findByRole('alertdialog', { name: 'Leave without saving?' })
const answer = (name: string) => screen.getByRole('button', { name })

test('going back asks first, stays when told to, and goes where it wanted to when told that', async () => {
  const user = userEvent.setup()
  show(true)
  expect(history.goBackTo('list')).toBe(false)
  await question()
  await user.click(answer('Cancel'))
  await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
  expect(history.traverseTo).not.toHaveBeenCalled()
  expect(history.goBackTo('list')).toBe(false)
  await question()
  await user.click(answer('Leave without saving'))
  expect(history.traverseTo).toHaveBeenCalledExactlyOnceWith('list')
  // The way that was agreed to is not held once more.
  expect(history.traverseTo).toHaveReturnedWith(true)
  expect(screen.queryByRole('alertdialog')).toBeNull()
})

test('a link within the app asks first and is followed through the router', async () => {
  const user = userEvent.setup()
  const { onGo } = show(true)
  expect(fireEvent.click(screen.getByRole('link', { name: 'Elsewhere' }))).toBe(false)
  await question()
  expect(onGo).not.toHaveBeenCalled()
  await user.click(answer('Leave without saving'))
  expect(onGo).toHaveBeenCalledExactlyOnceWith('/elsewhere')
})

test('nobody is asked while nothing was typed, nor once it is saved', () => {
  const { becomes } = show(false)
  expect(history.goBackTo('list')).toBe(true)
  becomes(true)
  becomes(false)
  expect(history.goBackTo('list')).toBe(true)
})

test('a way back that the browser does not let itself be held from is not held', () => {
  show(true)
  expect(history.goBackTo('list', { cancelable: false })).toBe(true)
  expect(screen.queryByRole('alertdialog')).toBeNull()
})
