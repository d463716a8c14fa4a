'use client'

import {
  createTaskDefinition,
  updateTaskDefinition,
  type TaskPriority,
  type TenantTaskDefinition,
} from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, Dialog, Field, Select, TextArea, TextInput, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { PRIORITIES } from './inbox-filters.ts'
import { RoleChoice } from './people-picker.tsx'

export interface DefinitionDialogProps {
  /** `null` for a new one. */
  definition: TenantTaskDefinition | null
  onClose: () => void
}

const FORM = 'task-definition'
const FIELDS = ['name', 'description', 'defaultPriority', 'dueInDays']

export function DefinitionDialog({ definition, onClose }: DefinitionDialogProps) {
  const t = useTranslations('inbox.definitions')
  const ui = useTranslations('ui')
  const saved = (name: string) => {
    toast.success(t('saved', { name }))
    onClose()
  }
  const create = useApiCommand(createTaskDefinition, { onSuccess: ({ name }) => saved(name) })
  const update = useApiCommand(updateTaskDefinition, { onSuccess: ({ name }) => saved(name) })
  const save = (values: DefinitionValues) =>
    definition ? update.mutate({ definitionId: definition.definitionId, ...values }) : create.mutate(values)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={definition ? t('editTitle', { name: definition.name }) : t('add')}
      footer={
        <>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button variant="primary" type="submit" form={FORM} busy={create.isPending || update.isPending}>
            {t('save')}
          </Button>
        </>
      }
    >
      <DefinitionForm definition={definition} error={create.error ?? update.error} onSave={save} />
    </Dialog>
  )
}

interface DefinitionValues {
  name: string
  description: string
  defaultPriority: TenantTaskDefinition['defaultPriority']
  dueInDays: number | null
  roleIds: string[]
}

interface DefinitionFormProps {
  definition: TenantTaskDefinition | null
  error: Parameters<ReturnType<typeof useFieldError>>[0]
  onSave: (values: DefinitionValues) => void
}

function DefinitionForm({ definition, error, onSave }: DefinitionFormProps) {
  const t = useTranslations('inbox')
  const problemText = useProblemText()
  const fieldError = useFieldError()
  const [name, setName] = useState(definition?.name ?? '')
  const [description, setDescription] = useState(definition?.description ?? '')
  const [priority, setPriority] = useState(definition?.defaultPriority ?? 'normal')
  const [days, setDays] = useState(definition?.dueInDays ? String(definition.dueInDays) : '')
  const [roleIds, setRoleIds] = useState(definition?.roles.map((role) => role.roleId) ?? [])
  const [checked, setChecked] = useState(false)
  const noName = name.trim() === ''
  const wrongDays = days.trim() !== '' && !/^[1-9]\d{0,3}$/.test(days.trim())
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (noName || wrongDays) return
    const dueInDays = days.trim() === '' ? null : Number(days)
    onSave({
      name: name.trim(),
      description: description.trim(),
      defaultPriority: priority,
      dueInDays,
      roleIds,
    })
  }
  return (
    <form id={FORM} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {!isAboutFields(error, FIELDS) && <FormError>{problemText(error)}</FormError>}
      <Field
        label={t('definitions.name')}
        hint={t('definitions.nameHint')}
        error={checked && noName ? t('gaps.missing') : fieldError(error, 'name')}
        required
      >
        <TextInput maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <Field
        label={t('create.description')}
        hint={t('definitions.descriptionHint')}
        error={fieldError(error, 'description')}
      >
        <TextArea
          maxLength={4000}
          value={description}
          onChange={(event) => setDescription(event.currentTarget.value)}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <PriorityField value={priority} onChange={setPriority} />
        <Field
          label={t('definitions.dueInDays')}
          error={checked && wrongDays ? t('definitions.daysWrong') : fieldError(error, 'dueInDays')}
        >
          <TextInput
            numeric
            inputMode="numeric"
            value={days}
            onChange={(event) => setDays(event.currentTarget.value)}
          />
        </Field>
      </div>
      <RoleChoice chosen={roleIds} onChange={setRoleIds} />
    </form>
  )
}

interface PriorityFieldProps {
  value: TaskPriority
  onChange: (value: TaskPriority) => void
}

function PriorityField({ value, onChange }: PriorityFieldProps) {
  const t = useTranslations('inbox')
  return (
    <Field label={t('create.priority')}>
      <Select
        value={value}
        onChange={(event) =>
          onChange(PRIORITIES.find((each) => each === event.currentTarget.value) ?? 'normal')
        }
        options={PRIORITIES.map((each) => ({ value: each, label: t(`priority.${each}`) }))}
      />
    </Field>
  )
}
