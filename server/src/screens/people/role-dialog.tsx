'use client'

import { createRole, updateRole, type RoleView } from '@tieout/platform/contract'
import { useApiCommand, useMay, useProblemText } from '@tieout/platform/web'
import { Banner, Button, Dialog, Field, FilterChips, TextInput, toast } from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { useRoleName } from './people-words.ts'
import { PermissionGrid } from './permission-grid.tsx'

export interface RoleDialogProps {
  /** `null` for a new one. */
  role: RoleView | null
  onClose: () => void
}

const FORM = 'role'

export function RoleDialog({ role, onClose }: RoleDialogProps) {
  const t = useTranslations('people.roles')
  const ui = useTranslations('ui')
  const nameOf = useRoleName()
  const may = useMay('role:update')
  const form = useRoleForm(role, onClose)
  const readOnly = !may || role?.key === 'admin'
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => !open && onClose()}
      title={role ? nameOf(role) : t('new')}
      description={role ? t('heldBy', { count: role.holders }) : t('newHint')}
      footer={
        readOnly ? (
          <Button onClick={onClose}>{ui('close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{ui('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={form.busy}>
              {t('save')}
            </Button>
          </>
        )
      }
    >
      <form id={FORM} noValidate onSubmit={form.submit} className="flex flex-col gap-4">
        {readOnly && <Banner>{t(may ? 'adminStays' : 'mayNot')}</Banner>}
        <FormError>{form.problem}</FormError>
        <NameField role={role} form={form} readOnly={readOnly} />
        {!role && <SideChoice form={form} />}
        <PermissionGrid
          audience={form.audience}
          chosen={form.permissions}
          stored={role?.permissions ?? []}
          readOnly={readOnly}
          onChange={form.setPermissions}
        />
      </form>
    </Dialog>
  )
}

function useRoleForm(role: RoleView | null, onClose: () => void) {
  const t = useTranslations('people.roles')
  const problemText = useProblemText()
  const fieldError = useFieldError()
  const [name, setName] = useState(role?.name ?? '')
  const [audience, setAudience] = useState(role?.audience ?? 'msp')
  const [permissions, setPermissions] = useState<string[]>(role?.permissions ?? [])
  const [checked, setChecked] = useState(false)
  const done = {
    refreshes: ['role', 'user', 'session'],
    onSuccess: (saved: RoleView) => {
      toast.success(t('saved', { name: saved.name }))
      onClose()
    },
  }
  const create = useApiCommand(createRole, done)
  const update = useApiCommand(updateRole, done)
  const error = create.error ?? update.error
  const missing = name.trim() === ''
  const taken = error?.problem.code === 'name-taken'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (missing) return
    if (!role) create.mutate({ name: name.trim(), audience, permissions })
    // The name of a built-in role is not ours to send.
    else update.mutate({ roleId: role.roleId, permissions, ...(!role.key && { name: name.trim() }) })
  }
  return {
    name,
    setName,
    audience,
    setAudience: (next: RoleView['audience']) => {
      setAudience(next)
      setPermissions([])
    },
    permissions,
    setPermissions,
    submit,
    busy: create.isPending || update.isPending,
    problem: isAboutFields(error, ['name']) || taken ? undefined : problemText(error),
    nameError: checked && missing ? t('nameMissing') : taken ? problemText(error) : fieldError(error, 'name'),
  }
}

type RoleForm = ReturnType<typeof useRoleForm>

function NameField({ role, form, readOnly }: { role: RoleView | null; form: RoleForm; readOnly: boolean }) {
  const t = useTranslations('people')
  const nameOf = useRoleName()
  // A built-in role is called what the reader calls it, in the title above.
  if (role?.key)
    return readOnly ? null : (
      <p className="text-xs text-ink-faint">{t('roles.nameStays', { name: nameOf(role) })}</p>
    )
  return (
    <Field label={t('fields.name')} error={form.nameError} required>
      <TextInput
        maxLength={200}
        disabled={readOnly}
        value={form.name}
        onChange={(event) => form.setName(event.currentTarget.value)}
      />
    </Field>
  )
}

function SideChoice({ form }: { form: RoleForm }) {
  const t = useTranslations('people')
  return (
    <div className="flex flex-col gap-1">
      <span aria-hidden className="text-sm font-medium">
        {t('roles.side')}
      </span>
      <FilterChips
        label={t('roles.side')}
        value={form.audience}
        onValueChange={form.setAudience}
        options={(['msp', 'portal'] as const).map((value) => ({ value, label: t(`sides.${value}`) }))}
      />
    </div>
  )
}
