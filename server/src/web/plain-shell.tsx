'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'

/** A frame for those who have only a page or two: no side navigation, nothing to search. */
export function PlainShell({
  brand,
  user,
  children,
}: {
  brand: ReactNode
  user: ReactNode
  children: ReactNode
}) {
  const t = useTranslations('ui')
  return (
    <div className="min-h-screen bg-surface text-ink [--sticky-top:3rem]">
      <a
        href="#content"
        className="sr-only z-60 rounded-md bg-accent px-3 py-1.5 text-sm text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {t('skipToContent')}
      </a>
      <header className="no-print sticky top-0 z-30 border-b border-line bg-surface">
        <div className="mx-auto flex h-12 max-w-5xl items-center justify-between gap-3 px-4">
          <div className="min-w-0 truncate text-base font-medium">{brand}</div>
          {user}
        </div>
      </header>
      {/* Focusable, so that the skip link moves the focus and not only the page. */}
      <main id="content" tabIndex={-1} className="mx-auto max-w-5xl p-4 outline-none sm:py-6">
        {children}
      </main>
    </div>
  )
}
