'use client'

import { createContext, useContext } from 'react'

/**
 * Inside a dialog, popups attach to the dialog's own element: attached to the body they would be outside the modal,
 * hidden from screen readers and unable to scroll.
 */
export const PortalContainer = createContext<HTMLElement | null>(null)

export function usePortalContainer(): HTMLElement | undefined {
  return useContext(PortalContainer) ?? undefined
}
