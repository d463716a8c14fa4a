'use client'

import { Combobox } from '@tieout/ui'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl'
import { listEntries, type EntryView, type InputOf } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'

/** One of theirs that was chosen; `takenBy` names the client it is linked to already. */
export interface Picked {
  id: string
  name: string
  takenBy?: string | null
}

export interface EntryPickerProps {
  connectionId: string
  entries: InputOf<typeof listEntries>['entries']
  /** Of the client: customers of another currency are not offered. */
  currency?: string | null
  value: Picked | null
  onPick: (picked: Picked | null) => void
  /** Its name where there is no field around it. */
  label?: string
  id?: string
  disabled?: boolean
  placeholder?: string
}

/** Finds one of theirs by its name or id. Nothing is asked before somebody turns to it. */
export function EntryPicker(props: EntryPickerProps) {
  const t = useTranslations('accounting.mapping.picker')
  const { connectionId, entries, currency, value, onPick } = props
  const [isWanted, setWanted] = useState(false)
  const [query, setQuery] = useState('')
  const search = useSettled(query.trim())
  const input = { connectionId, entries, search, ...(currency ? { currency } : {}) }
  const found = useAsked(listEntries, input, {
    enabled: isWanted,
    placeholderData: (previous) => previous,
  })
  const items = found.data?.items ?? []
  const hintOf = ({ id, detail, email, currency: own, takenBy }: EntryView) =>
    takenBy !== null
      ? t('taken', { name: takenBy })
      : [id, detail, email, own].filter((each) => each !== null && each !== '').join(' · ')
  return (
    <div className="min-w-0 flex-1" onFocusCapture={() => setWanted(true)}>
      <Combobox
        id={props.id}
        label={props.label}
        disabled={props.disabled}
        placeholder={props.placeholder ?? t(`choose.${entries}`)}
        value={value && { value: value.id, label: value.name }}
        onValueChange={(option) => {
          const entry = items.find((each) => each.id === option?.value)
          onPick(entry === undefined ? null : { id: entry.id, name: entry.name, takenBy: entry.takenBy })
        }}
        options={items.map((each) => ({ value: each.id, label: each.name, hint: hintOf(each) }))}
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
