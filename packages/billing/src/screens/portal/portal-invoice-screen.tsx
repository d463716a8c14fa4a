'use client'

import type { ResultOf } from '@tieout/platform/contract'
import { useApiQuery } from '@tieout/platform/web'
import { Button, DateText, LinkButton, PageHeader } from '@tieout/ui'
import { Download, Printer } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl'
import { getPortalInvoice } from '../../contract/index.ts'
import { Found } from '../found.tsx'
import { PortalParties } from './portal-parties.tsx'
import { PortalPaper } from './portal-paper.tsx'
import { PortalStatus } from './portal-status.tsx'

export type PortalDocument = ResultOf<typeof getPortalInvoice>

export interface PortalInvoiceScreenProps {
  invoiceId: string
  /** There is no such document of theirs: the host shows its page for that. */
  onMissing?: () => void
}

/** One document as it was sent, and what is still to be paid of it. */
export function PortalInvoiceScreen({ invoiceId, onMissing }: PortalInvoiceScreenProps) {
  const t = useTranslations('billing.portalInvoices')
  const query = useApiQuery(getPortalInvoice, { invoiceId })
  return (
    <Found query={query} words={{ loading: t('loading'), missing: t('missing') }} onMissing={onMissing}>
      {(document) => <Paper document={document} />}
    </Found>
  )
}

function Paper({ document }: { document: PortalDocument }) {
  const t = useTranslations('billing.portalInvoices')
  const title = `${t(`types.${document.invoiceType}`)} ${document.number ?? ''}`
  return (
    <>
      <PageHeader
        title={title}
        meta={<PortalStatus document={document} />}
        breadcrumbs={[{ label: t('title'), href: '/portal' }, { label: title }]}
        actions={
          <>
            <Button icon={Printer} onClick={() => window.print()}>
              {t('print')}
            </Button>
            <LinkButton icon={Download} asChild>
              <a href={`/api/v1/portal/invoices/${document.invoiceId}/pdf`} download>
                {t('pdf')}
              </a>
            </LinkButton>
          </>
        }
      />
      <article className="rounded-md border border-line bg-surface-raised p-4 sm:p-6">
        <PortalParties document={document} />
        <dl className="mt-6 flex flex-wrap gap-x-8 gap-y-2 text-sm">
          <Fact term={t('fields.issueDate')}>
            <DateText date={document.issueDate} />
          </Fact>
          {document.invoiceType !== 'credit_note' && (
            <Fact term={t('fields.dueDate')}>
              <DateText date={document.dueDate} />
            </Fact>
          )}
          {document.reference && <Fact term={t('fields.reference')}>{document.reference}</Fact>}
        </dl>
        <PortalPaper document={document} />
        {document.notes && (
          <p className="mt-6 text-sm whitespace-pre-wrap text-ink-muted">{document.notes}</p>
        )}
      </article>
    </>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-ink-faint">{term}</dt>
      <dd>{children}</dd>
    </div>
  )
}
