'use client'

import { useQuery } from '@tanstack/react-query'
import { Combobox } from '@tieout/ui'
import { useEffect, useState } from 'react'
import { useScreensHost } from '../screens-host.tsx'

interface ClientChoiceProps {
  label: string
  placeholder: string
  clientId: string
  onChange: (client: { id: string; name: string } | null) => void
}

/** One of the host's clients, found by the beginning of its name. */
export function ClientChoice({ label, placeholder, clientId, onChange }: ClientChoiceProps) {
  const { clients } = useScreensHost()
  const [query, setQuery] = useState('')
  const search = useSettled(query.trim())
  const found = useQuery({
    queryKey: ['accounting', 'clients', search],
    queryFn: () => clients.find(search),
    placeholderData: (previous) => previous,
  })
  const name = useClientName(clientId)
  const options = (found.data ?? []).map((each) => ({ value: each.id, label: each.name }))
  return (
    <Combobox
      label={label}
      placeholder={placeholder}
      clearable
      value={clientId === '' ? null : { value: clientId, label: name ?? '…' }}
      onValueChange={(option) => onChange(option && { id: option.value, name: option.label })}
      options={options}
      query={query}
      onQueryChange={setQuery}
      loading={found.isFetching}
    />
  )
}

/** Undefined until it is known. */
export function useClientName(clientId: string): string | undefined {
  const { clients } = useScreensHost()
  const { data } = useQuery({
    queryKey: ['accounting', 'client', clientId],
    queryFn: async () => (await clients.named(clientId)) ?? clientId,
    enabled: clientId !== '',
    staleTime: 60_000,
  })
  return data
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text)
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), 200)
    return () => clearTimeout(timer)
  }, [text])
  return settled
}
