'use client'

import { listClients } from '@tieout/billing/contract'
import { inviteUser, type ApiError } from '@tieout/platform/contract'
import { useApiCommand, useApiQuery, useMay, useProblemText, useSession } from '@tieout/platform/web'
import {
  Button,
  Combobox,
  Dialog,
  Field,
  FilterChips,
  Select,
  TextInput,
  toast,
  type ComboboxOption,
} from '@tieout/ui'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { isLocale, LOCALE_NAMES, LOCALES, type Locale } from '../../i18n/locales.ts'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { RoleChoice } from './role-choice.tsx'

const FORM = 'invite'
const FIELDS = ['email', 'displayName', 'clientId', 'roleIds', 'locale']

interface Invitation {
  email: string
  displayName: string
  audience: 'msp' | 'portal'
  client: ComboboxOption | null
  roleIds: string[]
  locale: Locale
}

/** Nobody is given a password here: they are invited by mail and choose their own. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('people.invite')
  const ui = useTranslations('ui')
  const command = useApiCommand(inviteUser, {
    refreshes: ['user', 'role', 'mail'],
    onSuccess({ email }) {
      toast.success(t('sent', { email }))
      onClose()
    },
  })
  const send = ({ client, ...invitation }: Invitation) =>
    command.mutate({ ...invitation, ...(invitation.audience === 'portal' && { clientId: client?.value }) })
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      description={t('description')}
      footer={
        <>
          <Button onClick={onClose}>{ui('cancel')}</Button>
          <Button variant="primary" type="submit" form={FORM} busy={command.isPending}>
            {t('send')}
          </Button>
        </>
      }
    >
      <InviteForm error={command.error} onSend={send} />
    </Dialog>
  )
}

function InviteForm({ error, onSend }: { error: ApiError | null; onSend: (invitation: Invitation) => void }) {
  const problemText = useProblemText()
  const language = useSession().tenant?.locale
  const [checked, setChecked] = useState(false)
  const [values, setValues] = useState<Invitation>({
    email: '',
    displayName: '',
    audience: 'msp',
    client: null,
    roleIds: [],
    locale: isLocale(language) ? language : 'en',
  })
  const errors = useErrors(values, error, checked)
  const set = (change: Partial<Invitation>) => setValues((before) => ({ ...before, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (gapsIn(values).length > 0) return
    onSend({ ...values, email: values.email.trim(), displayName: values.displayName.trim() })
  }
  const saidBeside = isAboutFields(error, FIELDS) || isTaken(error)
  return (
    <form id={FORM} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {!saidBeside && <FormError>{problemText(error)}</FormError>}
      <WhoFields values={values} errors={errors} onChange={set} />
      <SideFields values={values} errors={errors} onChange={set} />
      <RoleChoice
        audience={values.audience}
        chosen={values.roleIds}
        error={errors.roleIds}
        onChange={(roleIds) => set({ roleIds })}
      />
    </form>
  )
}

type Gap = 'email' | 'displayName' | 'clientId' | 'roleIds'

function gapsIn({ email, displayName, audience, client, roleIds }: Invitation): Gap[] {
  const gaps: Gap[] = []
  if (email.trim() === '') gaps.push('email')
  if (displayName.trim() === '') gaps.push('displayName')
  if (audience === 'portal' && !client) gaps.push('clientId')
  if (roleIds.length === 0) gaps.push('roleIds')
  return gaps
}

const isTaken = (error: ApiError | null) => error?.problem.code === 'email-taken'

/** What is missing, as soon as somebody tried to send it; else what the server said about a field. */
function useErrors(
  values: Invitation,
  error: ApiError | null,
  checked: boolean,
): Partial<Record<Gap, string>> {
  const t = useTranslations('people.invite')
  const problemText = useProblemText()
  const fieldError = useFieldError()
  const gaps = checked ? gapsIn(values) : []
  const of = (field: Gap) => (gaps.includes(field) ? t(`missing.${field}`) : fieldError(error, field))
  return {
    email: of('email') ?? (isTaken(error) ? problemText(error) : undefined),
    displayName: of('displayName'),
    clientId: of('clientId'),
    roleIds: of('roleIds'),
  }
}

interface PartProps {
  values: Invitation
  errors: Partial<Record<Gap, string>>
  onChange: (change: Partial<Invitation>) => void
}

function WhoFields({ values, errors, onChange }: PartProps) {
  const t = useTranslations('people')
  return (
    <>
      <Field label={t('fields.email')} error={errors.email} required>
        <TextInput
          type="email"
          autoComplete="off"
          maxLength={254}
          value={values.email}
          onChange={(event) => onChange({ email: event.currentTarget.value })}
        />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label={t('fields.name')} error={errors.displayName} required>
          <TextInput
            autoComplete="off"
            maxLength={200}
            value={values.displayName}
            onChange={(event) => onChange({ displayName: event.currentTarget.value })}
          />
        </Field>
        <Field label={t('fields.language')}>
          <Select
            value={values.locale}
            onChange={(event) =>
              isLocale(event.currentTarget.value) && onChange({ locale: event.currentTarget.value })
            }
            options={LOCALES.map((value) => ({ value, label: LOCALE_NAMES[value] }))}
          />
        </Field>
      </div>
    </>
  )
}

/** Roles belong to one side, so changing sides begins the choice again. */
function SideFields({ values, errors, onChange }: PartProps) {
  const t = useTranslations('people')
  return (
    <>
      <div className="flex flex-col gap-1">
        <span aria-hidden className="text-sm font-medium">
          {t('invite.side')}
        </span>
        <FilterChips
          label={t('invite.side')}
          value={values.audience}
          onValueChange={(audience) => onChange({ audience, roleIds: [], client: null })}
          options={(['msp', 'portal'] as const).map((value) => ({ value, label: t(`sides.${value}`) }))}
        />
      </div>
      {values.audience === 'portal' && (
        <ClientChoice
          value={values.client}
          error={errors.clientId}
          onChange={(client) => onChange({ client })}
        />
      )}
    </>
  )
}

interface ClientChoiceProps {
  value: ComboboxOption | null
  error: string | undefined
  onChange: (client: ComboboxOption | null) => void
}

function ClientChoice({ value, error, onChange }: ClientChoiceProps) {
  const t = useTranslations('people.invite')
  const may = useMay('client:read')
  const [query, setQuery] = useState('')
  const search = query.trim() === '' ? undefined : query.trim().slice(0, 100)
  const found = useApiQuery(
    listClients,
    { search, limit: 20 },
    { enabled: may, placeholderData: (previous) => previous },
  )
  return (
    <Field label={t('client')} hint={may ? t('clientHint') : t('mayNotSeeClients')} error={error} required>
      <Combobox
        value={value}
        onValueChange={onChange}
        options={(found.data?.items ?? []).map((client) => ({
          value: client.clientId,
          label: client.displayName,
          hint: client.city ?? undefined,
        }))}
        query={query}
        onQueryChange={setQuery}
        loading={found.isFetching}
        placeholder={t('findClient')}
        disabled={!may}
      />
    </Field>
  )
}
