'use client'

import {
  ApiError,
  createClient,
  type ApiClient,
  type InputOf,
  type ResultOf,
  type UseCase,
} from '../contract/index.ts'
import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
} from '@tanstack/react-query'
import { useState } from 'react'
import { createSentOnce } from './sent-once.ts'

let csrfToken: string | undefined

/** Told by the session provider; every mutation carries it. */
export function rememberCsrfToken(token: string | undefined): void {
  csrfToken = token
}

export const api: ApiClient = createClient({
  fetch: (url, init) => fetch(url, { ...init, credentials: 'same-origin' }),
  csrfToken: () => csrfToken,
})

/** The cache key starts with the use case's resource, so that a command can refresh all of it. */
const keyOf = (useCase: UseCase, input: unknown) => [resourceOf(useCase), useCase.name, input]
const resourceOf = (useCase: UseCase) => useCase.name.split('.')[0] ?? ''

export function useApiQuery<U extends UseCase>(
  useCase: U,
  input: InputOf<U>,
  options: Pick<
    UseQueryOptions<ResultOf<U>, ApiError>,
    'enabled' | 'refetchInterval' | 'staleTime' | 'placeholderData'
  > = {},
) {
  return useQuery<ResultOf<U>, ApiError>({
    queryKey: keyOf(useCase, input),
    queryFn: () => api(useCase, input),
    ...options,
  })
}

/**
 * A command, and which resources it makes stale. Refusals stay with the form that caused them:
 * read `error.problem`, or give `onError`. What is declared `once` is sent once for each opened form:
 * a form that stays there after it has arrived is opened again by `reset()`.
 */
export function useApiCommand<U extends UseCase>(
  useCase: U,
  options: {
    refreshes?: readonly string[]
    onSuccess?: (result: ResultOf<U>) => void
    onError?: (error: ApiError) => void
  } = {},
) {
  const cache = useQueryClient()
  const [form] = useState(createSentOnce)
  const command = useMutation<ResultOf<U>, ApiError, InputOf<U>>({
    mutationFn: (input) =>
      useCase.once
        ? form.send((idempotencyKey) => api(useCase, input, { idempotencyKey }))
        : api(useCase, input),
    async onSuccess(result) {
      const stale = options.refreshes ?? [resourceOf(useCase)]
      await Promise.all(stale.map((resource) => cache.invalidateQueries({ queryKey: [resource] })))
      options.onSuccess?.(result)
    },
    onError: options.onError,
  })
  const { mutate, reset } = command
  return {
    ...command,
    mutate(...sending: Parameters<typeof mutate>) {
      if (!useCase.once || form.begin()) mutate(...sending)
    },
    reset() {
      form.reopen()
      reset()
    },
  }
}

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/**
 * Pages of a keyset list, one shown at a time. Going back is going to a page already seen, so the
 * cursors passed on the way are all it remembers; another filter or order begins at the front.
 */
export function useApiPages<T>(useCase: UseCase, input: Record<string, unknown>) {
  const signature = JSON.stringify(input)
  const [place, setPlace] = useState({ signature, at: 0 })
  const at = place.signature === signature ? place.at : 0
  const goTo = (page: number) => setPlace({ signature, at: page })
  const query = useInfiniteQuery<Page<T>, ApiError, { pages: Page<T>[] }, unknown[], string | undefined>({
    queryKey: [...keyOf(useCase, input), 'pages'],
    initialPageParam: undefined,
    queryFn: ({ pageParam }) => api(useCase, { ...input, cursor: pageParam }) as Promise<Page<T>>,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
  })
  const pages = query.data?.pages ?? []
  const shown = pages[Math.min(at, pages.length - 1)]
  return {
    rows: shown?.items ?? [],
    loading: query.isPending,
    error: query.error,
    refetch: query.refetch,
    paging: {
      hasPrevious: at > 0,
      hasNext: at < pages.length - 1 || query.hasNextPage,
      onPrevious: () => goTo(Math.max(0, at - 1)),
      onNext() {
        if (at >= pages.length - 1) void query.fetchNextPage()
        goTo(at + 1)
      },
    },
  }
}
