'use client'

import { Combobox } from '@tieout/ui'
import { useEffect, useState } from 'react'
import { listEntries } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'

interface EntryChoiceProps {
  connectionId: string
  entries: 'item' | 'account'
  value: { id: string; name: string | null } | null
  onChange: (id: string | null) => void
  placeholder: string
  disabled?: boolean
}

/** One of theirs, found by its name, or none. Nothing is asked before somebody turns to it. */
export function EntryChoice(props: EntryChoiceProps) {
  const { connectionId, entries, value, onChange } = props
  const [isWanted, setWanted] = useState(false)
  const [query, setQuery] = useState('')
  const search = useSettled(query.trim())
  const found = useAsked(
    listEntries,
    { connectionId, entries, search },
    { enabled: isWanted, placeholderData: (previous) => previous },
  )
  return (
    <div onFocusCapture={() => setWanted(true)}>
      <Combobox
        clearable
        disabled={props.disabled}
        placeholder={props.placeholder}
        value={value && { value: value.id, label: value.name ?? value.id }}
        onValueChange={(option) => onChange(option?.value ?? null)}
        options={(found.data?.items ?? []).map(({ id, name, detail }) => ({
          value: id,
          label: name,
          hint: [id, detail].filter(Boolean).join(' · '),
        }))}
        query={query}
        onQueryChange={setQuery}
        loading={found.isFetching || search !== query.trim()}
      />
    </div>
  )
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
