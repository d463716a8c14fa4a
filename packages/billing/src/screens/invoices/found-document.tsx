'use client'

import { useTranslations } from 'use-intl'
import type { InvoiceView } from '../../contract/index.ts'
import { Found, type FoundProps } from '../found.tsx'
import { useInvoiceRefusal } from './words.tsx'

export function FoundDocument(props: Pick<FoundProps<InvoiceView>, 'query' | 'onMissing' | 'children'>) {
  const t = useTranslations('billing.invoices.detail')
  const words = { loading: t('loading'), missing: t('missing') }
  return <Found {...props} words={words} refusalText={useInvoiceRefusal()} />
}
