'use client'

import { ApiError } from '@tieout/platform/contract'
import { LinkProvider, Toaster } from '@tieout/ui'
import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { NextIntlClientProvider, type AbstractIntlMessages } from 'next-intl'
import Link from 'next/link'
import { useState, type ReactNode } from 'react'

export interface ProvidersProps {
  locale: string
  messages: AbstractIntlMessages
  now: Date
  children: ReactNode
}

export function Providers({ locale, messages, now, children }: ProvidersProps) {
  const [client] = useState(createQueryClient)
  return (
    <NextIntlClientProvider locale={locale} messages={messages} now={now} timeZone="UTC">
      <QueryClientProvider client={client}>
        <LinkProvider link={Link}>{children}</LinkProvider>
        <Toaster />
      </QueryClientProvider>
    </NextIntlClientProvider>
  )
}

function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 15_000,
        // A refusal stays a refusal; only a lost connection is worth another try.
        retry: (count, error) => count < 2 && error instanceof ApiError && error.problem.status === 0,
      },
    },
    queryCache: new QueryCache({ onError: leaveWhenSignedOut }),
    mutationCache: new MutationCache({ onError: leaveWhenSignedOut }),
  })
}

/** The session ended meanwhile: a reload leads to the sign-in page and back to here. */
function leaveWhenSignedOut(error: unknown): void {
  if (error instanceof ApiError && error.problem.code === 'not-signed-in') window.location.reload()
}
