'use client'

import { resolveTask } from '@tieout/platform/contract'
import { useApiCommand, useProblemText } from '@tieout/platform/web'
import { Button, Card, ConfirmDialog, toast } from '@tieout/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { useState, type FormEvent } from 'react'
import { useScreenPlugins } from '../../plugins/use-screen-plugins.ts'
import { isAboutFields, useFieldError } from '../field-errors.ts'
import { FormError } from '../form-error.tsx'
import { gapOf, initialValues, schemaFields, toActionInput, type SchemaField } from './schema-fields.ts'
import { SchemaForm, type SchemaFormProps } from './schema-form.tsx'
import type { TaskDetail } from '../../plugins/screen-plugin.ts'
import { useTaskWords } from './task-words.ts'

type Action = TaskDetail['actions'][number]

/** Everything the task asks for is done here, without leaving it. */
export function TaskActions({ task }: { task: TaskDetail }) {
  const t = useTranslations('inbox.task')
  // The first one that can be done shows its form at once; the others wait behind their button.
  const first = task.actions.find((action) => action.allowed)?.name
  return (
    <Card title={t('whatToDo')} flush>
      <ul className="divide-y divide-line">
        {task.actions.map((action) => (
          <li key={action.name} className="p-4">
            <OneAction task={task} action={action} startsOpen={action.name === first} />
          </li>
        ))}
      </ul>
    </Card>
  )
}

function useResolve(task: TaskDetail, action: Action) {
  const t = useTranslations('inbox.task')
  const words = useTaskWords()
  const cache = useQueryClient()
  return useApiCommand(resolveTask, {
    refreshes: [],
    async onSuccess() {
      toast.success(t('resolvedToast', { action: words.action(action.labelKey, task.title.params) }), {
        description: words.sentence(task.title),
      })
      // An action of a module changes things the inbox knows nothing about.
      await cache.invalidateQueries()
    },
    // What stood in the way (resolved or claimed meanwhile) is shown by the task itself.
    onError: (error) =>
      void (error.problem.status === 409 && cache.invalidateQueries({ queryKey: ['inbox'] })),
  })
}

function OneAction({ task, action, startsOpen }: { task: TaskDetail; action: Action; startsOpen: boolean }) {
  const words = useTaskWords()
  const fields = schemaFields(action.input)
  const [open, setOpen] = useState(startsOpen || fields.length === 0)
  const [confirming, setConfirming] = useState(false)
  const [values, setValues] = useState(() => initialValues(fields))
  const form = useFormErrors(fields)
  const resolve = useResolve(task, action)
  const problemText = useProblemText()
  const own = useOwnControls(task)
  const label = words.action(action.labelKey, task.title.params)
  const effect = action.effect ? words.sentence(action.effect) : undefined
  const run = () =>
    resolve.mutate(
      { taskId: task.taskId, action: action.name, input: toActionInput(fields, values) },
      { onError: () => setConfirming(false) },
    )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (!action.allowed || resolve.isPending) return
    if (!open) setOpen(true)
    else if (!form.check(values)) return
    else if (action.tone === 'danger') setConfirming(true)
    else run()
  }
  const names = fields.flatMap(({ name }) => [name, `input.${name}`])
  return (
    <form noValidate onSubmit={submit} aria-label={label} className="flex flex-col gap-3">
      {effect && <p className="text-sm text-ink-muted">{effect}</p>}
      {!isAboutFields(resolve.error, names) && <FormError>{problemText(resolve.error)}</FormError>}
      {open && fields.length > 0 && (
        <SchemaForm
          kind={task.kind}
          own={own}
          idPrefix={action.name}
          fields={fields}
          values={values}
          errors={form.errorsWith(resolve.error)}
          onChange={(name, value) => setValues((now) => ({ ...now, [name]: value }))}
        />
      )}
      <ActionButton action={action} label={label} busy={resolve.isPending} />
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title={label}
        confirmLabel={label}
        tone="danger"
        busy={resolve.isPending}
        onConfirm={run}
      >
        {effect ?? words.sentence(task.title)}
      </ConfirmDialog>
    </form>
  )
}

function ActionButton({ action, label, busy }: { action: Action; label: string; busy: boolean }) {
  const t = useTranslations('inbox.refusals')
  return (
    <div>
      <Button
        type="submit"
        variant={action.tone}
        busy={busy}
        disabledReason={action.allowed ? undefined : t(action.reason ?? 'not-permitted')}
      >
        {label}
      </Button>
    </div>
  )
}

/** A module may bring a control of its own for a field, such as one that searches. */
function useOwnControls(task: TaskDetail): SchemaFormProps['own'] {
  const fields = useScreenPlugins().find((plugin) => plugin.tasks?.[task.kind])?.tasks?.[task.kind]?.fields
  return (field, control) => {
    const Control = fields?.[field.name]
    return Control && <Control task={task} {...control} />
  }
}

/** Gaps found before asking the server, and what the server found. */
function useFormErrors(fields: readonly SchemaField[]) {
  const t = useTranslations('inbox.gaps')
  const fieldError = useFieldError()
  const [gaps, setGaps] = useState<Record<string, string | undefined>>({})
  return {
    check(values: Record<string, string | boolean>): boolean {
      const found = fields.map((field) => [field.name, sayGap(field, values[field.name])] as const)
      setGaps(Object.fromEntries(found))
      return found.every(([, gap]) => gap === undefined)
    },
    errorsWith: (error: Parameters<typeof fieldError>[0]) =>
      Object.fromEntries(
        fields.map(({ name }) => [name, gaps[name] ?? fieldError(error, name, `input.${name}`)] as const),
      ),
  }
  function sayGap(field: SchemaField, value: string | boolean | undefined): string | undefined {
    const gap = gapOf(field, value)
    if (!gap) return undefined
    const { min, max, minLength, maxLength } = field
    return t(gap, { min: min ?? minLength ?? 0, max: max ?? maxLength ?? 0 })
  }
}
