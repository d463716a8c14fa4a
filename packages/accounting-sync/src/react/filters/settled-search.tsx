'use client'

import { SearchInput } from '@tieout/ui'
import { useEffect, useRef, useState } from 'react'

interface SettledSearchProps {
  label: string
  value: string
  onSettled: (text: string) => void
}

/** Tells what was typed once somebody stops typing. */
export function SettledSearch({ label, value, onSettled }: SettledSearchProps) {
  const [text, setText] = useState(value)
  const [seen, setSeen] = useState(value)
  // The address changed by itself: somebody went back, or cleared the filters.
  if (value !== seen) {
    setSeen(value)
    if (text.trim() !== value) setText(value)
  }
  const tell = useRef(onSettled)
  useEffect(() => {
    tell.current = onSettled
  })
  useEffect(() => {
    const wanted = text.trim()
    if (wanted === value) return
    const timer = setTimeout(() => tell.current(wanted), 250)
    return () => clearTimeout(timer)
  }, [text, value])
  return (
    <SearchInput
      label={label}
      value={text}
      onValueChange={setText}
      maxLength={100}
      className="max-sm:w-full"
    />
  )
}
