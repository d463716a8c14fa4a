'use client'

import { useEffect, useRef, useState } from 'react'
import { SearchInput } from './search-input.tsx'

export interface SettledSearchProps {
  label: string
  value: string
  /** Told once typing has paused, or at once when something else is turned to. */
  onSettled: (text: string) => void
  className?: string
}

const PAUSE_MS = 250

/**
 * A search that is told once somebody stops typing. Whoever goes on to something else has stopped: told later, it
 * would be written into the address of a page that is being left, and call back whoever is on the way elsewhere.
 */
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
  const wanted = text.trim()
  const pause = useRef<ReturnType<typeof setTimeout> | undefined>(undefined)
  useEffect(() => {
    if (wanted === value) return
    pause.current = setTimeout(() => tell.current(wanted), PAUSE_MS)
    return () => clearTimeout(pause.current)
  }, [wanted, value])
  const settle = () => {
    clearTimeout(pause.current)
    if (wanted !== value) onSettled(wanted)
  }
  return (
    <SearchInput
      label={label}
      value={text}
      onValueChange={setText}
      onBlur={settle}
      maxLength={100}
      className={className}
    />
  )
}
