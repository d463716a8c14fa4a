'use client'

import { useEffect, useRef, useState } from 'react'
import { useTranslations } from 'use-intl'
import { ConfirmDialog } from './confirm-dialog.tsx'

export interface LeaveGuardProps {
  /** Something was typed that is not saved. */
  dirty: boolean
  /** Goes to a place within the app, through its router. */
  onGo: (href: string) => void
}

/** A link's address, or a place in the history of the tab. */
type Wanted = { href: string } | { historyKey: string }

/**
 * Asks before what was typed is lost: on a link within the app, on the browser's Back and Forward, and
 * when the tab closes or loads another page.
 */
export function LeaveGuard({ dirty, onGo }: LeaveGuardProps) {
  const t = useTranslations('ui')
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const agreed = useRef(false)
  useEffect(() => {
    if (!dirty) return
    const askBrowser = (event: BeforeUnloadEvent) => event.preventDefault()
    const askOnLink = (event: MouseEvent) => {
      const href = placeWithin(event)
      if (href === null) return
      // Before the router hears of it: it follows a link when the click reaches the page.
      event.preventDefault()
      event.stopPropagation()
      setWanted({ href })
    }
    const askOnHistory = (event: NavigateEvent) => {
      // A browser lets itself be held only after somebody did something on the page, as typing is.
      if (event.navigationType !== 'traverse' || !event.cancelable || agreed.current) return
      event.preventDefault()
      setWanted({ historyKey: event.destination.key })
    }
    const history = historyOfTab()
    window.addEventListener('beforeunload', askBrowser)
    document.addEventListener('click', askOnLink, true)
    history?.addEventListener('navigate', askOnHistory)
    return () => {
      window.removeEventListener('beforeunload', askBrowser)
      document.removeEventListener('click', askOnLink, true)
      history?.removeEventListener('navigate', askOnHistory)
    }
  }, [dirty])
  const leave = () => {
    setWanted(null)
    if (wanted === null) return
    if ('href' in wanted) return onGo(wanted.href)
    agreed.current = true
    historyOfTab()?.traverseTo(wanted.historyKey)
  }
  return (
    <ConfirmDialog
      open={wanted !== null}
      onOpenChange={(open) => !open && setWanted(null)}
      title={t('leaveTitle')}
      confirmLabel={t('leaveConfirm')}
      tone="danger"
      onConfirm={leave}
    >
      {t('leaveBody')}
    </ConfirmDialog>
  )
}

/** Not every browser has it yet; those without go back unasked, as they do on pages without a guard. */
const historyOfTab = (): Navigation | undefined => ('navigation' in window ? window.navigation : undefined)

/** Where a plain click would lead within the app; another tab, a place on this page or another site is no leaving. */
function placeWithin(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target === '_blank') return null
  const to = new URL(link.href)
  const here = window.location
  if (to.origin !== here.origin || (to.pathname === here.pathname && to.search === here.search)) return null
  return to.pathname + to.search
}
