'use client'

import { ErrorState } from '@tieout/ui'
import { useTranslations } from 'next-intl'

export interface FailedPageProps {
  /** Next puts its own number on what failed on the server; the log has the same one. */
  error: Error & { digest?: string }
  reset: () => void
}

/** A page that broke: one plain sentence, and another try. */
export function FailedPage({ error, reset }: FailedPageProps) {
  const t = useTranslations('pages.failed')
  return <ErrorState title={t('title')} message={t('body')} requestId={error.digest} onRetry={reset} />
}
