'use client'

import type { ApiError } from '@tieout/platform/contract'
import { ErrorState, Skeleton } from '@tieout/ui'
import { useEffect, type ReactNode } from 'react'
import { useRefusalText } from './words.ts'

export interface FoundProps<Thing> {
  query: { data: Thing | undefined; error: ApiError | null; refetch: () => unknown }
  words: { loading: string; missing: string }
  /** There is no such thing: the host shows its page for that. */
  onMissing?: () => void
  /** How a refusal is put; as everywhere in billing unless told otherwise. */
  refusalText?: (error: ApiError) => string | undefined
  children: (thing: Thing) => ReactNode
}

/** The page of one thing that is read by its id: the thing, why it cannot be had, or that it is on its way. */
export function Found<Thing>({ query, words, onMissing, refusalText, children }: FoundProps<Thing>) {
  const usualText = useRefusalText()
  const { data, error } = query
  // An address that holds no id at all is as wrong as one of a thing that is not there.
  const isMissing = ['not-found', 'bad-input'].includes(error?.problem.code ?? '')
  useEffect(() => {
    if (isMissing) onMissing?.()
  }, [isMissing, onMissing])
  if (data) return children(data)
  if (!error) return <Loading label={words.loading} />
  return (
    <ErrorState
      message={(isMissing ? words.missing : (refusalText ?? usualText)(error)) ?? ''}
      requestId={error.problem.requestId}
      onRetry={isMissing ? undefined : () => void query.refetch()}
    />
  )
}

function Loading({ label }: { label: string }) {
  return (
    <div role="status" aria-label={label} className="flex flex-col gap-4">
      <Skeleton className="h-6 w-64" />
      <Skeleton className="h-20 w-full" />
      <Skeleton className="h-48 w-full" />
    </div>
  )
}
