'use client'

import { useApiCommand } from '@tieout/platform/web'
import { Select, TextInput, toast } from '@tieout/ui'
import { useId } from 'react'
import { useTranslations } from 'use-intl'
import {
  createTerms,
  TERMS_FORM,
  updateTerms,
  type TermsFields,
  type TermsView,
} from '../../contract/index.ts'
import { FormDialog } from '../form-dialog.tsx'
import { useRefusalText } from '../words.ts'
import { FieldsForm, mistake, type Read } from './form.tsx'

interface TermsValues {
  name: string
  rule: string
  days: string
}

/** New terms, or others for the same name. */
export function TermsDialog({ terms, onClose }: { terms?: TermsView; onClose: () => void }) {
  const t = useTranslations('billing.terms')
  const refusalText = useRefusalText()
  const id = useId()
  const onSuccess = ({ name }: TermsView) => {
    toast.success(t('saved', { name }))
    onClose()
  }
  const create = useApiCommand(createTerms, { onSuccess })
  const update = useApiCommand(updateTerms, { onSuccess })
  const error = create.error ?? update.error
  return (
    <FormDialog
      title={terms ? t('editTitle', { name: terms.name }) : t('newTitle')}
      formId={id}
      submitLabel={t(terms ? 'save' : 'create')}
      busy={create.isPending || update.isPending}
      onClose={onClose}
    >
      <FieldsForm<TermsValues, TermsFields>
        id={id}
        initial={{ name: terms?.name ?? '', rule: terms?.rule ?? 'net', days: String(terms?.days ?? 30) }}
        read={readTerms}
        refused={error?.problem.fields ?? []}
        problem={refusalText(error)}
        onSubmit={(fields) =>
          terms ? update.mutate({ termsId: terms.termsId, ...fields }) : create.mutate(fields)
        }
      >
        {({ values, set, field }) => (
          <div className="grid gap-3 sm:grid-cols-2">
            {field(
              'name',
              <TextInput
                autoComplete="off"
                value={values.name}
                onChange={(event) => set('name', event.currentTarget.value)}
              />,
              { label: t('name'), hint: t('nameHint'), required: true },
            )}
            {field(
              'days',
              <TextInput
                numeric
                inputMode="numeric"
                value={values.days}
                onChange={(event) => set('days', event.currentTarget.value)}
              />,
              { label: t('days'), hint: t('daysHint'), required: true },
            )}
            {field(
              'rule',
              <Select
                value={values.rule}
                onChange={(event) => set('rule', event.currentTarget.value)}
                options={(['net', 'end_of_month'] as const).map((rule) => ({
                  value: rule,
                  label: t(`rules.${rule}`),
                }))}
              />,
              { label: t('rule') },
            )}
          </div>
        )}
      </FieldsForm>
    </FormDialog>
  )
}

function readTerms(values: TermsValues): Read<TermsFields> {
  const days = values.days.trim() === '' ? null : Number(values.days)
  const parsed = TERMS_FORM.safeParse({ ...values, days })
  if (parsed.success) return { fields: parsed.data, mistakes: null }
  return {
    fields: null,
    mistakes: parsed.error.issues.map((issue) => mistake(issue.path.join('.'), issue.code)),
  }
}
