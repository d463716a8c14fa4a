'use client'

import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { LanguageChoice } from './language-choice.tsx'

export interface OpenPageProps {
  title: string
  description?: ReactNode
  children: ReactNode
  /** Under the card: where else one might have wanted to go. */
  aside?: ReactNode
}

/** The frame of every page one sees before being signed in: one card, nothing else to think about. */
export function OpenPage({ title, description, children, aside }: OpenPageProps) {
  const t = useTranslations('signIn')
  return (
    <div className="flex min-h-dvh flex-col items-center bg-surface px-4 py-8 text-ink">
      <main className="my-auto flex w-full max-w-sm flex-col gap-4 py-8">
        <p className="px-1 text-sm">
          <span className="font-medium">Tieout</span>
          <span className="text-ink-faint"> · {t('promise')}</span>
        </p>
        <section className="flex flex-col gap-4 rounded-md border border-line bg-surface-raised p-6">
          <header className="flex flex-col gap-1">
            <h1 className="text-xl font-medium tracking-tight">{title}</h1>
            {description && <p className="text-sm text-ink-muted">{description}</p>}
          </header>
          {children}
        </section>
        {aside && <div className="px-1 text-sm text-ink-muted">{aside}</div>}
      </main>
      <LanguageChoice />
    </div>
  )
}
