'use client'

import { listAssignable } from '@tieout/platform/contract'
import { useApiQuery } from '@tieout/platform/web'
import { Checkbox, Combobox, Field, IconButton, type ComboboxOption } from '@tieout/ui'
import { X } from 'lucide-react'
import { useTranslations } from 'next-intl'

export interface ChosenPeople {
  roleIds: string[]
  users: { id: string; name: string }[]
}

export interface PeoplePickerProps {
  value: ChosenPeople
  onChange: (value: ChosenPeople) => void
}

/** Roles and people to give a task to. */
export function PeoplePicker({ value, onChange }: PeoplePickerProps) {
  return (
    <div className="flex flex-col gap-4">
      <RoleChoice chosen={value.roleIds} onChange={(roleIds) => onChange({ ...value, roleIds })} />
      <UserChoice chosen={value.users} onChange={(users) => onChange({ ...value, users })} />
    </div>
  )
}

export function RoleChoice({
  chosen,
  onChange,
}: {
  chosen: string[]
  onChange: (roleIds: string[]) => void
}) {
  const t = useTranslations('inbox.people')
  const found = useApiQuery(listAssignable, {})
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-1 text-sm font-medium">{t('roles')}</legend>
      {(found.data?.roles ?? []).map(({ roleId, name }) => (
        <Checkbox
          key={roleId}
          label={name}
          checked={chosen.includes(roleId)}
          onCheckedChange={(checked) =>
            onChange(checked ? [...chosen, roleId] : chosen.filter((each) => each !== roleId))
          }
        />
      ))}
    </fieldset>
  )
}

interface UserChoiceProps {
  chosen: ChosenPeople['users']
  onChange: (users: ChosenPeople['users']) => void
}

function UserChoice({ chosen, onChange }: UserChoiceProps) {
  const t = useTranslations('inbox.people')
  const found = useApiQuery(listAssignable, {})
  const options: ComboboxOption[] = (found.data?.people ?? [])
    .filter((person) => chosen.every((each) => each.id !== person.userId))
    .map((person) => ({ value: person.userId, label: person.displayName, hint: person.email }))
  const add = (option: ComboboxOption | null) => {
    if (option) onChange([...chosen, { id: option.value, name: option.label }])
  }
  return (
    <div className="flex flex-col gap-2">
      <Field label={t('people')}>
        <Combobox
          value={null}
          onValueChange={add}
          options={options}
          loading={found.isPending}
          placeholder={t('findPerson')}
        />
      </Field>
      {chosen.length > 0 && (
        <ul className="flex flex-wrap gap-1.5">
          {chosen.map(({ id, name }) => (
            <li
              key={id}
              className="inline-flex items-center rounded-md border border-line bg-surface-sunken pl-2 text-sm"
            >
              {name}
              <IconButton
                icon={X}
                size="sm"
                label={t('remove', { name })}
                onClick={() => onChange(chosen.filter((each) => each.id !== id))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
