'use client'

import {
  createTask,
  listTaskDefinitions,
  type ApiError,
  type TenantTaskDefinition,
} from '@tieout/platform/contract'
import { useApiCommand, useApiQuery, useMay, useProblemText } from '@tieout/platform/web'
import {
  Button,
  Dialog,
  EmptyState,
  Field,
  LinkButton,
  Select,
  Skeleton,
  TextArea,
  TextInput,
  toast,
  UiLink,
} from '@tieout/ui'
import { useTimeZone, useTranslations } from 'next-intl'
import { useRouter } from 'next/navigation'
import { useState, type FormEvent } from 'react'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { PRIORITIES } from './inbox-filters.ts'
import { PeoplePicker, type ChosenPeople } from './people-picker.tsx'
import { readWallTime, toInstant } from './zoned-time.ts'

const FORM = 'create-task'

/** A task by hand. Whatever is left empty comes from the definition it is made of. */
export function CreateTaskDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('inbox.create')
  const ui = useTranslations('ui')
  const router = useRouter()
  const definitions = useApiQuery(listTaskDefinitions, { limit: 200 })
  const command = useApiCommand(createTask, {
    onSuccess({ taskId }) {
      toast.success(t('done'))
      onClose()
      router.push(`/inbox/${taskId}`)
    },
  })
  const none = definitions.data?.items.length === 0
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title')}
      footer={
        none ? undefined : (
          <>
            <Button onClick={onClose}>{ui('cancel')}</Button>
            <Button variant="primary" type="submit" form={FORM} busy={command.isPending}>
              {t('save')}
            </Button>
          </>
        )
      }
    >
      {!definitions.data && <Skeleton className="h-32 w-full" />}
      {none && <NoDefinitions />}
      {definitions.data && !none && <CreateForm definitions={definitions.data.items} command={command} />}
    </Dialog>
  )
}

function NoDefinitions() {
  const t = useTranslations('inbox.create')
  const mayManage = useMay('inbox:manage')
  return (
    <EmptyState
      title={t('noDefinitions')}
      body={t(mayManage ? 'noDefinitionsManage' : 'noDefinitionsAsk')}
      action={
        mayManage && (
          <LinkButton asChild>
            <UiLink href="/inbox/definitions">{t('toDefinitions')}</UiLink>
          </LinkButton>
        )
      }
    />
  )
}

interface CreateFormProps {
  definitions: readonly TenantTaskDefinition[]
  command: ReturnType<typeof useApiCommand<typeof createTask>>
}

const FIELDS = ['definitionId', 'title', 'description', 'priority', 'dueAt']

interface NewTask {
  definitionId: string
  title: string
  description: string
  priority: string
  /** As the date-time input writes it. */
  due: string
}

function CreateForm({ definitions, command }: CreateFormProps) {
  const t = useTranslations('inbox')
  const timeZone = useTimeZone() ?? 'UTC'
  const problemText = useProblemText()
  const fieldError = useFieldError()
  const mayManage = useMay('inbox:manage')
  const [form, setForm] = useState<NewTask>({
    definitionId: definitions[0]?.definitionId ?? '',
    title: '',
    description: '',
    priority: '',
    due: '',
  })
  const [people, setPeople] = useState<ChosenPeople>({ roleIds: [], users: [] })
  const definition = definitions.find((each) => each.definitionId === form.definitionId)
  const set = (change: Partial<NewTask>) => setForm((now) => ({ ...now, ...change }))
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const due = readWallTime(form.due)
    const chosen = people.roleIds.length > 0 || people.users.length > 0
    command.mutate({
      definitionId: form.definitionId,
      title: form.title.trim() || undefined,
      description: form.description.trim() || undefined,
      priority: PRIORITIES.find((each) => each === form.priority),
      dueAt: due ? toInstant(due, timeZone).toISOString() : undefined,
      ...(chosen && { roleIds: people.roleIds, userIds: people.users.map((each) => each.id) }),
    })
  }
  return (
    <form id={FORM} noValidate onSubmit={submit} className="flex flex-col gap-4">
      {!isAboutFields(command.error, FIELDS) && <FormError>{problemText(command.error)}</FormError>}
      <Field label={t('create.definition')} error={fieldError(command.error, 'definitionId')} required>
        <Select
          value={form.definitionId}
          onChange={(event) => set({ definitionId: event.currentTarget.value })}
          options={definitions.map((each) => ({ value: each.definitionId, label: each.name }))}
        />
      </Field>
      <Field label={t('create.taskTitle')} error={fieldError(command.error, 'title')}>
        <TextInput
          maxLength={200}
          placeholder={definition?.name}
          value={form.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
      </Field>
      <Field label={t('create.description')} error={fieldError(command.error, 'description')}>
        <TextArea
          maxLength={4000}
          placeholder={definition?.description}
          value={form.description}
          onChange={(event) => set({ description: event.currentTarget.value })}
        />
      </Field>
      <WhenAndHowUrgent definition={definition} form={form} error={command.error} onChange={set} />
      {mayManage && <PeoplePicker value={people} onChange={setPeople} />}
    </form>
  )
}

interface WhenAndHowUrgentProps {
  definition: TenantTaskDefinition | undefined
  form: NewTask
  error: ApiError | null
  onChange: (change: Partial<NewTask>) => void
}

/** Both have a usual answer, which the definition gives. */
function WhenAndHowUrgent({ definition, form, error, onChange }: WhenAndHowUrgentProps) {
  const t = useTranslations('inbox')
  const fieldError = useFieldError()
  const usual = t(`priority.${definition?.defaultPriority ?? 'normal'}`)
  const days = definition?.dueInDays
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field label={t('create.priority')} error={fieldError(error, 'priority')}>
        <Select
          value={form.priority}
          onChange={(event) => onChange({ priority: event.currentTarget.value })}
          placeholder={t('create.asUsual', { value: usual })}
          options={PRIORITIES.map((value) => ({ value, label: t(`priority.${value}`) }))}
        />
      </Field>
      <Field
        label={t('create.due')}
        hint={days ? t('create.dueUsual', { count: days }) : undefined}
        error={fieldError(error, 'dueAt')}
      >
        <TextInput
          type="datetime-local"
          value={form.due}
          onChange={(event) => onChange({ due: event.currentTarget.value })}
        />
      </Field>
    </div>
  )
}
