'use client'

import { ConfirmDialog } from '@tieout/ui'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import type { Go } from './address.ts'

/** Asks before what was typed is lost: on a link within the app, and when the tab closes or loads another page. */
export function LeaveGuard({ dirty, onGo }: { dirty: boolean; onGo: Go }) {
  const t = useTranslations('billing.editor.leave')
  const [wanted, setWanted] = useState<string | null>(null)
  useEffect(() => {
    if (!dirty) return
    const askBrowser = (event: BeforeUnloadEvent) => event.preventDefault()
    const askHere = (event: MouseEvent) => {
      const href = placeWithin(event)
      if (href === null) return
      // Before the router hears of it: it follows a link when the click reaches the page.
      event.preventDefault()
      event.stopPropagation()
      setWanted(href)
    }
    window.addEventListener('beforeunload', askBrowser)
    document.addEventListener('click', askHere, true)
    return () => {
      window.removeEventListener('beforeunload', askBrowser)
      document.removeEventListener('click', askHere, true)
    }
  }, [dirty])
  return (
    <ConfirmDialog
      open={wanted !== null}
      onOpenChange={(open) => !open && setWanted(null)}
      title={t('title')}
      confirmLabel={t('confirm')}
      tone="danger"
      onConfirm={() => {
        if (wanted !== null) onGo(wanted)
        setWanted(null)
      }}
    >
      {t('body')}
    </ConfirmDialog>
  )
}

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
