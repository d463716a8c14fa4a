'use client'

import { useApiCommand } from '@tieout/platform/web'
import { TextInput, toast } from '@tieout/ui'
import { useId } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import {
  addTaxRate,
  createTaxRegion,
  endTaxRate,
  renameTaxRegion,
  type TaxRateView,
  type TaxRegionView,
} from '../../contract/index.ts'
import { FormDialog } from '../form-dialog.tsx'
import { useRefusalText } from '../words.ts'
import { FieldsForm, mistake, type Read } from './form.tsx'
import { readRate, type RateFields, type RateValues } from './tax-values.ts'

/** A new region, or another name for one. */
export function RegionDialog({ region, onClose }: { region?: TaxRegionView; onClose: () => void }) {
  const t = useTranslations('billing.taxes')
  const refusalText = useRefusalText()
  const id = useId()
  const onSuccess = ({ name }: TaxRegionView) => {
    toast.success(t('saved', { name }))
    onClose()
  }
  const create = useApiCommand(createTaxRegion, { onSuccess })
  const rename = useApiCommand(renameTaxRegion, { onSuccess })
  const error = create.error ?? rename.error
  return (
    <FormDialog
      title={region ? t('renameTitle', { name: region.name }) : t('newTitle')}
      formId={id}
      submitLabel={t(region ? 'rename' : 'create')}
      busy={create.isPending || rename.isPending}
      size="md"
      onClose={onClose}
    >
      <FieldsForm
        id={id}
        initial={{ name: region?.name ?? '' }}
        read={readName}
        refused={error?.problem.fields ?? []}
        problem={refusalText(error)}
        onSubmit={({ name }) =>
          region ? rename.mutate({ taxRegionId: region.taxRegionId, name }) : create.mutate({ name })
        }
      >
        {({ values, set, field }) =>
          field('name', <Text value={values.name} onChange={(text) => set('name', text)} />, {
            label: t('name'),
            hint: t('nameHint'),
            required: true,
          })
        }
      </FieldsForm>
    </FormDialog>
  )
}

const readName = (values: { name: string }): Read<{ name: string }> =>
  values.name.trim() === ''
    ? { fields: null, mistakes: [mistake('name', 'too_small')] }
    : { fields: values, mistakes: null }

export function RateDialog({ region, onClose }: { region: TaxRegionView; onClose: () => void }) {
  const t = useTranslations('billing.taxes')
  const locale = useLocale()
  const refusalText = useRefusalText()
  const id = useId()
  const add = useApiCommand(addTaxRate, {
    onSuccess() {
      toast.success(t('saved', { name: region.name }))
      onClose()
    },
  })
  return (
    <FormDialog
      title={t('rateTitle', { name: region.name })}
      formId={id}
      submitLabel={t('addRate')}
      busy={add.isPending}
      onClose={onClose}
    >
      <FieldsForm<RateValues, RateFields>
        id={id}
        initial={{ name: '', rate: '', validFrom: '', validTo: '' }}
        read={(values) => readRate(values, locale)}
        refused={add.error?.problem.fields ?? []}
        problem={refusalText(add.error)}
        onSubmit={(fields) => add.mutate({ taxRegionId: region.taxRegionId, ...fields })}
      >
        {({ values, set, field }) => (
          <div className="grid gap-3 sm:grid-cols-2">
            {field('name', <Text value={values.name} onChange={(text) => set('name', text)} />, {
              label: t('rateName'),
              hint: t('rateNameHint'),
              required: true,
            })}
            {field('rate', <Text numeric value={values.rate} onChange={(text) => set('rate', text)} />, {
              label: t('ratePercent'),
              hint: t('rateHint'),
              required: true,
            })}
            {field('validFrom', <Day value={values.validFrom} onChange={(day) => set('validFrom', day)} />, {
              label: t('validFrom'),
              required: true,
            })}
            {field('validTo', <Day value={values.validTo} onChange={(day) => set('validTo', day)} />, {
              label: t('validTo'),
              hint: t('validToHint'),
            })}
          </div>
        )}
      </FieldsForm>
    </FormDialog>
  )
}

export function EndRateDialog({ rate, onClose }: { rate: TaxRateView; onClose: () => void }) {
  const t = useTranslations('billing.taxes')
  const refusalText = useRefusalText()
  const id = useId()
  const end = useApiCommand(endTaxRate, {
    onSuccess() {
      toast.success(t('saved', { name: rate.name }))
      onClose()
    },
  })
  const read = ({ validTo }: { validTo: string }): Read<{ validTo: string }> =>
    validTo === '' || validTo < rate.validFrom
      ? { fields: null, mistakes: [mistake('validTo', 'too_small')] }
      : { fields: { validTo }, mistakes: null }
  return (
    <FormDialog
      title={t('endTitle', { name: rate.name })}
      formId={id}
      submitLabel={t('end')}
      busy={end.isPending}
      size="md"
      onClose={onClose}
    >
      <FieldsForm
        id={id}
        initial={{ validTo: rate.validTo ?? '' }}
        read={read}
        refused={end.error?.problem.fields ?? []}
        problem={refusalText(end.error)}
        onSubmit={({ validTo }) => end.mutate({ taxRateId: rate.taxRateId, validTo })}
      >
        {({ values, set, field }) =>
          field('validTo', <Day value={values.validTo} onChange={(day) => set('validTo', day)} />, {
            label: t('validTo'),
            hint: t('endHint'),
            required: true,
          })
        }
      </FieldsForm>
    </FormDialog>
  )
}

interface InputProps {
  value: string
  onChange: (text: string) => void
  numeric?: boolean
}

function Text({ value, onChange, numeric }: InputProps) {
  return (
    <TextInput
      autoComplete="off"
      numeric={numeric}
      inputMode={numeric ? 'decimal' : undefined}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}

function Day({ value, onChange }: InputProps) {
  return <TextInput type="date" value={value} onChange={(event) => onChange(event.currentTarget.value)} />
}
