'use client'

import { useRef } from 'react'

/** A menu is gone once a dialog opened from it closes; what stays is the button that opened the menu. */
function lasting(element: Element | null): Element | null {
  const opener = element?.closest('[role="menu"]')?.getAttribute('aria-labelledby')
  return opener ? document.getElementById(opener) : element
}

/**
 * Gives the focus back to whatever had it. Radix does so only for a trigger of its own, and our dialogs are opened
 * from anywhere.
 * On opening it goes to the first match of `first`, or else to the panel itself, which is then read from its title.
 */
export function useReturnFocus(first?: string) {
  const before = useRef<Element | null>(null)
  return {
    onOpenAutoFocus: (event: Event) => {
      before.current = lasting(document.activeElement)
      const panel = event.currentTarget
      if (!first || !(panel instanceof HTMLElement)) return
      event.preventDefault()
      const target = panel.querySelector<HTMLElement>(first) ?? panel
      target.focus()
    },
    onCloseAutoFocus: (event: Event) => {
      const element = before.current
      if (!(element instanceof HTMLElement) || !element.isConnected || element === document.body) return
      event.preventDefault()
      element.focus()
    },
  }
}
