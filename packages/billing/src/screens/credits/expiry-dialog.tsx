'use client'

import { useApiCommand, useMay } from '@tieout/platform/web'
import { Banner, Button, Field, TextInput, toast } from '@tieout/ui'
import { useId, useState, type FormEvent } from 'react'
import { useTranslations } from 'use-intl'
import { setCreditExpiry, type CreditView } from '../../contract/index.ts'
import { FormDialog } from '../form-dialog.tsx'
import { useMoneyRefusal } from '../payments/refusal-words.ts'
import { MONEY_MOVED } from '../payments/refreshes.ts'

/** Until when a credit can be used; one that has expired is usable again. */
export function ChangeExpiry({ credit }: { credit: CreditView }) {
  const t = useTranslations('billing.credits.expiry')
  const may = useMay('credit:create')
  const [open, setOpen] = useState(false)
  const refused = !may ? t('mayNot') : credit.state === 'withdrawn' ? t('withdrawn') : undefined
  return (
    <>
      <Button onClick={() => setOpen(true)} disabledReason={refused}>
        {t('button')}
      </Button>
      {open && <ExpiryDialog credit={credit} onClose={() => setOpen(false)} />}
    </>
  )
}

function ExpiryDialog({ credit, onClose }: { credit: CreditView; onClose: () => void }) {
  const t = useTranslations('billing.credits.expiry')
  const refusalText = useMoneyRefusal()
  const formId = useId()
  const [day, setDay] = useState(credit.expiresOn ?? '')
  const command = useApiCommand(setCreditExpiry, {
    refreshes: MONEY_MOVED,
    onSuccess() {
      toast.success(t('done'))
      onClose()
    },
  })
  const problem = refusalText(command.error)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    command.mutate({ creditId: credit.creditId, expiresOn: day === '' ? null : day })
  }
  return (
    <FormDialog
      title={t('title', { number: credit.sourceNumber })}
      formId={formId}
      submitLabel={t('submit')}
      busy={command.isPending || command.isSuccess}
      onClose={onClose}
      size="md"
    >
      <form id={formId} noValidate onSubmit={submit} className="flex flex-col gap-4">
        {problem && <Banner tone="danger">{problem}</Banner>}
        <Field label={t('lastDay')} hint={t('hint')}>
          <TextInput type="date" value={day} onChange={(event) => setDay(event.currentTarget.value)} />
        </Field>
      </form>
    </FormDialog>
  )
}
