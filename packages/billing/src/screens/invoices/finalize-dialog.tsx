'use client'

import { useApiCommand, useApiQuery } from '@tieout/platform/web'
import { Banner, Button, Dialog, Skeleton, TextLink, toast, useMoney } from '@tieout/ui'
import { useTranslations } from 'use-intl'
import { checkReadiness, finalizeInvoices, type InvoiceView } from '../../contract/index.ts'
import { MONEY_MOVED } from '../payments/refreshes.ts'
import type { Finding, InvoiceExtensions } from './extensions.ts'
import { useDocumentName, useInvoiceRefusal } from './words.tsx'

export interface FinalizeDialogProps {
  invoice: InvoiceView
  explain: InvoiceExtensions['explainFinding']
  onClose: () => void
}

/** Says what is missing and where to put it right, then what finalizing means; only then can it be done. */
export function FinalizeDialog({ invoice, explain, onClose }: FinalizeDialogProps) {
  const t = useTranslations('billing.invoices.finalizing')
  const refusalText = useInvoiceRefusal()
  const { invoiceId, version } = invoice
  const check = useApiQuery(checkReadiness, { invoiceIds: [invoiceId] }, { staleTime: 0 })
  const finalize = useApiCommand(finalizeInvoices, {
    refreshes: MONEY_MOVED,
    onSuccess({ finalized }) {
      toast.success(t('done', { number: finalized[0]?.number ?? '' }))
      onClose()
    },
    // What stood against it a moment ago may have changed; the list shows what does now.
    onError: () => void check.refetch(),
  })
  const problem = refusalText(finalize.error ?? check.error)
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('title', { name: useDocumentName()(invoice) })}
      footer={
        <>
          <Button onClick={onClose}>{t('cancel')}</Button>
          <Button
            variant="primary"
            busy={finalize.isPending}
            disabledReason={check.data?.ready ? undefined : t(check.data ? 'notReady' : 'checking')}
            onClick={() => finalize.mutate({ invoiceIds: [invoiceId], version })}
          >
            {t('confirm')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {problem && <Banner tone="danger">{problem}</Banner>}
        {check.isPending && <Skeleton className="h-16 w-full" />}
        {check.data && <Findings invoice={invoice} findings={check.data.findings} explain={explain} />}
        <Consequences invoice={invoice} />
      </div>
    </Dialog>
  )
}

function Findings(props: {
  invoice: InvoiceView
  findings: readonly Finding[]
  explain: FinalizeDialogProps['explain']
}) {
  const t = useTranslations('billing.invoices.finalizing')
  const inOurWords = useOurWords(props.invoice)
  if (props.findings.length === 0) return <Banner tone="success">{t('ready')}</Banner>
  const part = (blocking: boolean) => {
    const findings = props.findings.filter((finding) => finding.blocking === blocking)
    if (findings.length === 0) return null
    return (
      <Banner tone={blocking ? 'danger' : 'warning'} title={t(blocking ? 'missing' : 'worthKnowing')}>
        <ul className="mt-1 list-disc space-y-1 pl-4">
          {findings.map((finding) => {
            const { text, fix } = props.explain?.(finding) ?? inOurWords(finding)
            return (
              <li key={`${finding.lineId ?? ''}${finding.messageKey}`}>
                {text} {fix && <TextLink href={fix.href}>{fix.label}</TextLink>}
              </li>
            )
          })}
        </ul>
      </Banner>
    )
  }
  return (
    <>
      {part(true)}
      {part(false)}
    </>
  )
}

function useOurWords(invoice: InvoiceView) {
  const t = useTranslations('billing.invoices.findings')
  const edit = { label: t('fix.edit'), href: `/invoices/${invoice.invoiceId}/edit` }
  const client = { label: t('fix.client'), href: `/clients/${invoice.clientId}` }
  return ({ messageKey, params }: Finding) => ({
    // A module that gave us no words for its finding still must not be passed over.
    text: t.has(messageKey) ? t(messageKey, params) : t('unknown', { name: messageKey }),
    fix: messageKey.startsWith('client-') ? client : edit,
  })
}

function Consequences({ invoice }: { invoice: InvoiceView }) {
  const t = useTranslations('billing.invoices.finalizing')
  const money = useMoney()
  const amount = money({ minor: invoice.totalMinor, currency: invoice.currency })
  return (
    <div>
      <p className="font-medium">{t('whatHappens')}</p>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-ink-muted">
        <li>{invoice.number === null ? t('getsNumber') : t('keepsNumber', { number: invoice.number })}</li>
        <li>{t(`effect.${invoice.invoiceType}`, { amount, clientName: invoice.clientName })}</li>
        <li>{t('neverEdited', { type: invoice.invoiceType })}</li>
      </ul>
    </div>
  )
}
