'use client'

import { getUser, listUsers } from '@tieout/platform/contract'
import { useApiQuery, useMay } from '@tieout/platform/web'
import { Button, Combobox, Field, Select, TextInput } from '@tieout/ui'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ACTION_GROUPS, ENTITIES, type AuditFilters } from './audit-filters.ts'
import { useAuditWords } from './audit-words.ts'

export function AuditFilterBar({ filters }: { filters: AuditFilters }) {
  const t = useTranslations('audit')
  const words = useAuditWords()
  const { values, show, replace } = filters
  return (
    <div className="my-3 grid grid-cols-2 items-end gap-2 sm:grid-cols-3 lg:grid-cols-[repeat(5,minmax(0,1fr))_auto]">
      <ActorChoice value={values.actor} onChange={(actor) => show({ actor })} />
      <Field label={t('filters.action')}>
        <Select
          value={values.action}
          onChange={(event) => show({ action: event.currentTarget.value })}
          options={[
            { value: '', label: t('filters.anyAction') },
            ...ACTION_GROUPS.map((value) => ({ value, label: t(`groups.${value}`) })),
          ]}
        />
      </Field>
      <Field label={t('filters.entity')}>
        <Select
          value={values.entity}
          onChange={(event) => show({ entity: event.currentTarget.value })}
          options={[
            { value: '', label: t('filters.anyEntity') },
            ...ENTITIES.map((value) => ({ value, label: words.entity(value) })),
          ]}
        />
      </Field>
      {(['from', 'to'] as const).map((end) => (
        <Field key={end} label={t(`filters.${end}`)}>
          <TextInput
            type="date"
            value={values[end]}
            min={end === 'to' ? values.from || undefined : undefined}
            onChange={(event) => replace({ [end]: event.currentTarget.value })}
          />
        </Field>
      ))}
      {filters.narrowed && (
        <Button variant="ghost" icon={X} onClick={filters.clear}>
          {t('filters.clear')}
        </Button>
      )}
    </div>
  )
}

const IS_PERSON = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

function ActorChoice({ value, onChange }: { value: string; onChange: (actor: string) => void }) {
  const t = useTranslations('audit.filters')
  const words = useAuditWords()
  const may = useMay('user:read')
  const [query, setQuery] = useState('')
  const search = query.trim() === '' ? undefined : query.trim().slice(0, 100)
  const found = useApiQuery(
    listUsers,
    { search, limit: 20 },
    { enabled: may, placeholderData: (before) => before },
  )
  const people = found.data?.items ?? []
  const isPerson = IS_PERSON.test(value)
  const known = people.find((user) => user.userId === value)
  const chosen = useApiQuery(getUser, { userId: value }, { enabled: may && isPerson && !known })
  const name = known?.displayName ?? chosen.data?.displayName
  const label = name ?? (isPerson ? value.slice(-8) : words.actor({ kind: 'system', id: value, name: value }))
  return (
    <Field label={t('actor')}>
      <Combobox
        value={value === '' ? null : { value, label }}
        onValueChange={(option) => onChange(option?.value ?? '')}
        options={people.map((user) => ({ value: user.userId, label: user.displayName, hint: user.email }))}
        query={query}
        onQueryChange={setQuery}
        loading={found.isFetching}
        placeholder={t('anybody')}
        clearable
        disabled={!may && value === ''}
      />
    </Field>
  )
}
