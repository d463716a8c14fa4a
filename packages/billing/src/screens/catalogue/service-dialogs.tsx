'use client'

import { useApiCommand } from '@tieout/platform/web'
import { Banner, Button, Checkbox, Select, TextArea, TextInput, toast } from '@tieout/ui'
import { useId, useState } from 'react'
import { useLocale, useTranslations } from 'use-intl'
import { createService, updateService, type ServiceFields, type ServiceView } from '../../contract/index.ts'
import { CodeChoice } from '../choices.tsx'
import { FormDialog } from '../form-dialog.tsx'
import { useRefusalText } from '../words.ts'
import { FieldsForm, type FormOptions } from './form.tsx'
import { emptyService, readService, valuesOf, type ServiceValues } from './service-values.ts'

export function NewServiceDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('billing.services')
  const refusalText = useRefusalText()
  const id = useId()
  const create = useApiCommand(createService, {
    onSuccess({ name }) {
      toast.success(t('created', { name }))
      onClose()
    },
  })
  return (
    <FormDialog
      title={t('newTitle')}
      formId={id}
      submitLabel={t('create')}
      busy={create.isPending}
      onClose={onClose}
    >
      <ServiceForm
        id={id}
        initial={emptyService}
        refused={create.error?.problem.fields ?? []}
        problem={refusalText(create.error)}
        onSubmit={(fields) => create.mutate(fields)}
      />
    </FormDialog>
  )
}

/** Keeps to the service it was opened with: a refresh behind it must not wipe out what was typed. */
export function EditServiceDialog(props: {
  service: ServiceView
  onClose: () => void
  /** Fetches it as it is now. */
  onReload: () => Promise<ServiceView | undefined>
}) {
  const t = useTranslations('billing.services')
  const locale = useLocale()
  const refusalText = useRefusalText()
  const id = useId()
  const [base, setBase] = useState(props.service)
  const update = useApiCommand(updateService, {
    onSuccess({ name }) {
      toast.success(t('saved', { name }))
      props.onClose()
    },
  })
  const isOutdated = update.error?.problem.code === 'changed-meanwhile'
  const loadNewest = async () => {
    const newest = await props.onReload()
    if (!newest) return
    setBase(newest)
    update.reset()
  }
  return (
    <FormDialog
      title={t('editTitle', { name: base.name })}
      formId={id}
      submitLabel={t('save')}
      busy={update.isPending}
      onClose={props.onClose}
    >
      {isOutdated && (
        <div className="mb-4">
          <Banner
            tone="danger"
            title={t('outdated')}
            action={
              <Button size="sm" onClick={loadNewest}>
                {t('loadNewest')}
              </Button>
            }
          >
            {t('outdatedBody')}
          </Banner>
        </div>
      )}
      <ServiceForm
        key={base.version}
        id={id}
        initial={valuesOf(base, locale)}
        refused={update.error?.problem.fields ?? []}
        problem={isOutdated ? undefined : refusalText(update.error)}
        onSubmit={(fields) =>
          update.mutate({ serviceId: base.serviceId, version: base.version, ...changed(base, fields) })
        }
      />
    </FormDialog>
  )
}

const changed = (base: ServiceView, fields: ServiceFields): Partial<ServiceFields> =>
  Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== base[key as keyof ServiceFields]),
  )

function ServiceForm(props: Omit<FormOptions<ServiceValues, ServiceFields>, 'read'>) {
  const t = useTranslations('billing.services')
  const locale = useLocale()
  return (
    <FieldsForm<ServiceValues, ServiceFields> {...props} read={(values) => readService(values, locale)}>
      {({ values, set, field }) => (
        <>
          <div className="grid gap-3 sm:grid-cols-2">
            {field('name', <Text value={values.name} onChange={(text) => set('name', text)} />, {
              label: t('name'),
              required: true,
            })}
            {field(
              'kind',
              <Select
                value={values.kind}
                onChange={(event) => set('kind', event.currentTarget.value)}
                options={(['service', 'product'] as const).map((kind) => ({
                  value: kind,
                  label: t(`kinds.${kind}`),
                }))}
              />,
              { label: t('kind') },
            )}
            {field('price', <Text numeric value={values.price} onChange={(text) => set('price', text)} />, {
              label: t('price'),
              hint: t('priceHint'),
              required: true,
            })}
            {field(
              'currency',
              <CodeChoice
                kind="currency"
                value={values.currency}
                onChange={(code) => set('currency', code)}
              />,
              { label: t('currency'), hint: t('currencyHint'), required: true },
            )}
            {field('sku', <Text value={values.sku} onChange={(text) => set('sku', text)} />, {
              label: t('sku'),
            })}
            <Checkbox
              label={t('taxable')}
              hint={t('taxableHint')}
              checked={values.taxable}
              onCheckedChange={(on) => set('taxable', on)}
              className="self-end"
            />
          </div>
          {field(
            'description',
            <TextArea
              value={values.description}
              onChange={(event) => set('description', event.currentTarget.value)}
            />,
            { label: t('descriptionLabel'), hint: t('descriptionHint') },
          )}
        </>
      )}
    </FieldsForm>
  )
}

function Text(props: { value: string; onChange: (text: string) => void; numeric?: boolean }) {
  return (
    <TextInput
      autoComplete="off"
      numeric={props.numeric}
      inputMode={props.numeric ? 'decimal' : undefined}
      value={props.value}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  )
}
