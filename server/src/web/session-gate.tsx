'use client'

import { getSession } from '@tieout/platform/contract'
import { rememberCsrfToken, SessionProvider, useApiQuery, useProblemText } from '@tieout/platform/web'
import { ErrorState, Skeleton } from '@tieout/ui'
import { NextIntlClientProvider, useLocale } from 'next-intl'
import type { ReactNode } from 'react'

/** Around every signed-in page: who it is, and the company's time zone for every date shown. */
export function SessionGate({ children }: { children: ReactNode }) {
  const query = useApiQuery(getSession, {}, { staleTime: 60_000 })
  const problemText = useProblemText()
  const locale = useLocale()
  if (query.error) {
    return <ErrorState message={problemText(query.error) ?? ''} onRetry={() => void query.refetch()} />
  }
  if (!query.data?.signedIn) return <PageSkeleton />
  const session = query.data
  rememberCsrfToken(session.csrfToken)
  return (
    <NextIntlClientProvider locale={locale} timeZone={session.tenant?.timeZone ?? 'UTC'}>
      <SessionProvider value={session}>{children}</SessionProvider>
    </NextIntlClientProvider>
  )
}

function PageSkeleton() {
  return (
    <div className="flex flex-col gap-3 p-6" aria-busy="true">
      <Skeleton className="h-7 w-56" />
      <Skeleton className="h-4 w-96 max-w-full" />
      <Skeleton className="h-64 w-full" />
    </div>
  )
}
