'use client'

import { useEffect, useState } from 'react'
import { listMappings, NOTHING, type MappingKind } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { EntryPicker, type Picked } from './entry-picker.tsx'
import { ENTRIES_OF } from './row-actions.ts'

/** One thing of ours that a task asks about. */
export interface Asked {
  connectionId: string
  kind: MappingKind
  entityId: string
}

/** How this one thing stands; nothing is asked for lines that have no thing to be alike. */
export const useAskedRow = ({ connectionId, kind, entityId }: Asked, enabled = true) =>
  useAsked(
    listMappings,
    { connectionId, kind, entityId, limit: 1 },
    { enabled: enabled && entityId !== NOTHING },
  ).data?.items[0]

export interface TaskPickerProps extends Asked {
  /** Of the control, for its label. */
  id: string
  currency: string | null
  value: string
  onChange: (externalId: string) => void
}

/** The control of a task that asks for a counterpart: it searches, and has the suggestion in it already. */
export function TaskPicker({ id, currency, value, onChange, ...asked }: TaskPickerProps) {
  const [picked, setPicked] = useState<Picked | null | undefined>(undefined)
  const suggestion = useAskedRow(asked)?.suggestion ?? null
  const suggestedId = suggestion?.externalId
  useEffect(() => {
    if (picked === undefined && suggestedId !== undefined && value === '') onChange(suggestedId)
  }, [picked, suggestedId, value, onChange])
  const shown =
    picked === undefined
      ? suggestion && { id: suggestion.externalId, name: suggestion.name ?? suggestion.externalId }
      : picked
  return (
    <EntryPicker
      id={id}
      connectionId={asked.connectionId}
      entries={ENTRIES_OF[asked.kind]}
      currency={currency}
      value={shown}
      onPick={(next) => {
        setPicked(next)
        onChange(next?.id ?? '')
      }}
    />
  )
}
