'use client'

import { IconButton } from '@tieout/ui'
import { ChevronDown, ChevronUp } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl'

/** Where a drawer leads to in the list beside it; undefined at its ends. */
export interface BesideAList {
  onPrevious: (() => void) | undefined
  onNext: (() => void) | undefined
}

export function Neighbours({ onPrevious, onNext }: BesideAList) {
  const t = useTranslations('accounting.transactions')
  return (
    <span className="mr-auto flex gap-1">
      <IconButton
        icon={ChevronUp}
        label={t('previous')}
        disabled={onPrevious === undefined}
        onClick={() => onPrevious?.()}
      />
      <IconButton
        icon={ChevronDown}
        label={t('next')}
        disabled={onNext === undefined}
        onClick={() => onNext?.()}
      />
    </span>
  )
}

/** Up and down lead to the neighbours, unless somebody types, scrolls a text, or answers a question. */
export function useArrowKeys({ onPrevious, onNext }: BesideAList) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const turn = { ArrowUp: onPrevious, ArrowDown: onNext }[event.key]
      const { target } = event
      if (turn === undefined || event.defaultPrevented || event.altKey || event.metaKey || event.ctrlKey)
        return
      if (!(target instanceof HTMLElement) || target.closest('[role="alertdialog"]')) return
      if (target.matches('input, textarea, select, pre')) return
      event.preventDefault()
      turn()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [onPrevious, onNext])
}
