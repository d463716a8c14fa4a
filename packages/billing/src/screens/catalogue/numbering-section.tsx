'use client'

import { useApiCommand, useApiQuery } from '@tieout/platform/web'
import { Button, DataTable, Section, TextInput, toast, type Column } from '@tieout/ui'
import { useId, useState } from 'react'
import { useTranslations } from 'use-intl'
import {
  getNumbering,
  SEQUENCE_FORM,
  updateNumbering,
  type SequenceFields,
  type SequenceView,
} from '../../contract/index.ts'
import { FormDialog } from '../form-dialog.tsx'
import { useRefusalText } from '../words.ts'
import { FieldsForm, mistake, type Read } from './form.tsx'
import { useRefusalToChange } from './refusal-to-change.ts'

export function NumberingSection() {
  const t = useTranslations('billing.numbering')
  const refusalText = useRefusalText()
  const numbering = useApiQuery(getNumbering, {})
  const [editing, setEditing] = useState<SequenceView | null>(null)
  const columns: Column<SequenceView>[] = [
    { key: 'kind', header: t('kind'), cell: (sequence) => t(`kinds.${sequence.kind}`) },
    { key: 'example', header: t('next'), cell: (sequence) => sequence.example },
  ]
  return (
    <Section title={t('title')} description={t('description')}>
      <DataTable
        label={t('title')}
        columns={columns}
        rows={numbering.data?.sequences ?? []}
        rowKey={(sequence) => sequence.kind}
        rowActions={useEditAction(setEditing)}
        loading={numbering.isPending}
        error={
          numbering.error && {
            message: refusalText(numbering.error) ?? '',
            onRetry: () => void numbering.refetch(),
          }
        }
      />
      {editing && <SequenceDialog sequence={editing} onClose={() => setEditing(null)} />}
    </Section>
  )
}

function useEditAction(onEdit: (sequence: SequenceView) => void) {
  const t = useTranslations('billing.numbering')
  const refusal = useRefusalToChange()
  return (sequence: SequenceView) => (
    <Button size="sm" onClick={() => onEdit(sequence)} disabledReason={refusal}>
      {t('edit')}
    </Button>
  )
}

interface SequenceValues {
  prefix: string
  digits: string
  nextNumber: string
}

const NAMES = ['prefix', 'digits', 'nextNumber'] as const

function SequenceDialog({ sequence, onClose }: { sequence: SequenceView; onClose: () => void }) {
  const t = useTranslations('billing.numbering')
  const refusalText = useRefusalText()
  const id = useId()
  const name = t(`kinds.${sequence.kind}`)
  const update = useApiCommand(updateNumbering, {
    onSuccess() {
      toast.success(t('saved', { name }))
      onClose()
    },
  })
  return (
    <FormDialog
      title={t('editTitle', { name })}
      formId={id}
      submitLabel={t('save')}
      busy={update.isPending}
      onClose={onClose}
    >
      <FieldsForm<SequenceValues, SequenceFields>
        id={id}
        initial={{
          prefix: sequence.prefix,
          digits: String(sequence.digits),
          nextNumber: String(sequence.nextNumber),
        }}
        read={readSequence}
        refused={update.error?.problem.fields ?? []}
        problem={refusalText(update.error)}
        onSubmit={(fields) => update.mutate({ kind: sequence.kind, ...changed(sequence, fields) })}
      >
        {({ values, set, field }) => (
          <div className="grid gap-3 sm:grid-cols-3">
            {NAMES.map((each) =>
              field(
                each,
                <TextInput
                  autoComplete="off"
                  numeric={each !== 'prefix'}
                  value={values[each]}
                  onChange={(event) => set(each, event.currentTarget.value)}
                />,
                { label: t(each), hint: t(`${each}Hint`), required: each !== 'prefix' },
              ),
            )}
          </div>
        )}
      </FieldsForm>
    </FormDialog>
  )
}

/** What was left alone is not sent: documents may have taken numbers since this was opened. */
const changed = (sequence: SequenceView, fields: SequenceFields): Partial<SequenceFields> =>
  Object.fromEntries(
    NAMES.filter((name) => fields[name] !== sequence[name]).map((name) => [name, fields[name]]),
  )

function readSequence(values: SequenceValues): Read<SequenceFields> {
  const whole = (text: string) => (text.trim() === '' ? null : Number(text))
  const parsed = SEQUENCE_FORM.safeParse({
    prefix: values.prefix,
    digits: whole(values.digits),
    nextNumber: whole(values.nextNumber),
  })
  if (parsed.success) return { fields: parsed.data, mistakes: null }
  return {
    fields: null,
    mistakes: parsed.error.issues.map((issue) => mistake(issue.path.join('.'), issue.code)),
  }
}
