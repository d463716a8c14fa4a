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
 */
export function useReturnFocus() {
  const before = useRef<Element | null>(null)
  return {
    onOpenAutoFocus: () => {
      before.current = lasting(document.activeElement)
    },
    onCloseAutoFocus: (event: Event) => {
      const element = before.current
      if (!(element instanceof HTMLElement) || !element.isConnected || element === document.body) return
      event.preventDefault()
      element.focus()
    },
  }
}
