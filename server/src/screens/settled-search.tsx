'use client'

import { SearchInput } from '@tieout/ui'
import { useEffect, useRef, useState } from 'react'

export interface SettledSearchProps {
  label: string
  value: string
  /** Told once typing has paused. */
  onSettled: (text: string) => void
  className?: string
}

export function SettledSearch({ label, value, onSettled, className }: SettledSearchProps) {
  const [text, setText] = useState(value)
  const tell = useRef(onSettled)
  useEffect(() => {
    tell.current = onSettled
  })
  const [seen, setSeen] = useState(value)
  // The address changed by itself (back, a link); a space still being typed is no change.
  if (value !== seen) {
    setSeen(value)
    if (text.trim() !== value) setText(value)
  }
  useEffect(() => {
    const wanted = text.trim().slice(0, 100)
    if (wanted === value) return
    const timer = setTimeout(() => tell.current(wanted), 250)
    return () => clearTimeout(timer)
  }, [text, value])
  return <SearchInput label={label} value={text} onValueChange={setText} className={className} />
}
