'use client'

import { useApiQuery } from '@tieout/platform/web'
import { Combobox, type ComboboxOption } from '@tieout/ui'
import { useState } from 'react'
import { getClient, listClients } from '../../contract/index.ts'
import { useSettled } from '../use-settled.ts'

export interface ChosenClient {
  clientId: string
  /** Unknown when the address names a client that has not been read yet. */
  displayName?: string
  currency?: string
}

export interface ClientChoiceProps {
  value: ChosenClient | null
  onChange: (client: ChosenClient | null) => void
  /** Its name where there is no `Field` around it. */
  label?: string
  placeholder?: string
  clearable?: boolean
  disabled?: boolean
  className?: string
}

/** One client, found by the beginning of its name. */
export function ClientChoice({ value, onChange, ...rest }: ClientChoiceProps) {
  const [query, setQuery] = useState('')
  const search = useSettled(query.trim())
  const found = useApiQuery(
    listClients,
    { ...(search && { search }), limit: 20 },
    { enabled: !rest.disabled, placeholderData: (previous) => previous },
  )
  const clientId = value?.clientId ?? ''
  const unnamed = useApiQuery(getClient, { clientId }, { enabled: value !== null && !value.displayName })
  const name = value?.displayName ?? unnamed.data?.displayName ?? '…'
  const clients = found.data?.items ?? []
  const optionOf = (client: { clientId: string; displayName: string; currency: string }): ComboboxOption => ({
    value: client.clientId,
    label: client.displayName,
    hint: client.currency,
  })
  return (
    <Combobox
      {...rest}
      value={value && { value: clientId, label: name }}
      onValueChange={(option) =>
        onChange(clients.find((client) => client.clientId === option?.value) ?? null)
      }
      options={clients.map(optionOf)}
      query={query}
      onQueryChange={setQuery}
      loading={found.isFetching}
    />
  )
}
