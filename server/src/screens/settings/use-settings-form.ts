'use client'

import { useState } from 'react'

/** What is typed lies over what is stored, so that only what differs is ever sent. */
export function useSettingsForm<Name extends string>(stored: Record<Name, string>) {
  const [edits, setEdits] = useState<Partial<Record<Name, string>>>({})
  const names = Object.keys(stored) as Name[]
  const changed = names.filter((name) => edits[name] !== undefined && edits[name] !== stored[name])
  return {
    values: { ...stored, ...edits } as Record<Name, string>,
    /** Only what differs from what is stored. */
    changes: Object.fromEntries(changed.map((name) => [name, edits[name]])) as Partial<Record<Name, string>>,
    dirty: changed.length > 0,
    set: (name: Name) => (value: string) => setEdits((before) => ({ ...before, [name]: value })),
    reset: () => setEdits({}),
  }
}
