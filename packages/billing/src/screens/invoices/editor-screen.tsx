'use client'

import { useApiQuery, useMay } from '@tieout/platform/web'
import { Banner, PageHeader, TextLink } from '@tieout/ui'
import { useLocale, useTranslations } from 'use-intl'
import { getInvoice, type InvoiceType, type InvoiceView } from '../../contract/index.ts'
import { useToday } from '../payments/use-today.ts'
import type { Go } from './address.ts'
import { emptyDraft, formOf } from './draft-form.ts'
import { DraftEditor } from './draft-editor.tsx'
import { FoundDocument } from './found-document.tsx'
import { useDocumentName } from './words.tsx'

export function NewInvoiceScreen({ invoiceType, onGo }: { invoiceType: InvoiceType; onGo: Go }) {
  const t = useTranslations('billing')
  const today = useToday()
  const may = useMay('invoice:create')
  const title = t(`editor.newTitle.${invoiceType}`)
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[{ label: t('invoices.list.title'), href: '/invoices' }, { label: title }]}
      />
      {may ? (
        <DraftEditor initial={emptyDraft(invoiceType, today)} stored={null} onGo={onGo} />
      ) : (
        <Banner>{t('invoices.whyNot.notAllowed')}</Banner>
      )}
    </>
  )
}

export interface EditInvoiceScreenProps {
  invoiceId: string
  onMissing?: () => void
  onGo: Go
}

export function EditInvoiceScreen({ invoiceId, onMissing, onGo }: EditInvoiceScreenProps) {
  const query = useApiQuery(getInvoice, { invoiceId })
  return (
    <FoundDocument query={query} onMissing={onMissing}>
      {(draft) => <Editing draft={draft} onReload={async () => (await query.refetch()).data} onGo={onGo} />}
    </FoundDocument>
  )
}

interface EditingProps {
  draft: InvoiceView
  onReload: () => Promise<InvoiceView | undefined>
  onGo: Go
}

function Editing({ draft, onReload, onGo }: EditingProps) {
  const t = useTranslations('billing')
  const locale = useLocale()
  const name = useDocumentName()(draft)
  const place = `/invoices/${draft.invoiceId}`
  const may = useMay('invoice:update')
  const refused = draft.status !== 'draft' ? 'finalized' : may ? undefined : 'notAllowed'
  return (
    <>
      <PageHeader
        title={t('editor.editTitle', { name })}
        breadcrumbs={[
          { label: t('invoices.list.title'), href: '/invoices' },
          { label: name, href: place },
          { label: t('invoices.actions.edit') },
        ]}
      />
      {refused ? (
        <Banner action={<TextLink href={place}>{t('editor.backToDocument')}</TextLink>}>
          {t(`invoices.whyNot.${refused}`)}
        </Banner>
      ) : (
        <DraftEditor initial={formOf(draft, locale)} stored={draft} onReload={onReload} onGo={onGo} />
      )}
    </>
  )
}
