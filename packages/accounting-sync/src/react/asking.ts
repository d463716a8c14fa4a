'use client'

import {
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
  type UseQueryOptions,
} from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { InputOf, ResultOf, Route } from '../contract/index.ts'
import { useScreensHost } from './screens-host.tsx'

/** One root for everything of ours in the cache, so that one command can make all of it stale. */
const keyOf = (route: Route, input: unknown) => ['accounting', route.name, input]

type Options<R extends Route> = Pick<
  UseQueryOptions<ResultOf<R>>,
  'enabled' | 'refetchInterval' | 'staleTime' | 'placeholderData'
>

export function useAsked<R extends Route>(route: R, input: InputOf<R>, options: Options<R> = {}) {
  const { ask } = useScreensHost()
  return useQuery<ResultOf<R>>({
    queryKey: keyOf(route, input),
    queryFn: () => ask(route, input),
    ...options,
  })
}

/** What the host's books did makes what we know of them stale. */
export function useStaleWith(revision: string): void {
  const cache = useQueryClient()
  const known = useRef(revision)
  useEffect(() => {
    if (known.current === revision) return
    known.current = revision
    void cache.invalidateQueries({ queryKey: ['accounting'] })
  }, [revision, cache])
}

/**
 * A command. What it changes is read anew, and the host is told, since tasks and documents follow. One that
 * is done once is sent with the same key until it has arrived; `reset()` opens the form anew.
 */
export function useCommand<R extends Route>(
  route: R,
  {
    onSuccess,
    onError,
  }: { onSuccess?: (result: ResultOf<R>) => void; onError?: (error: unknown) => void } = {},
) {
  const { ask, changed } = useScreensHost()
  const cache = useQueryClient()
  const key = useRef<string | null>(null)
  const command = useMutation<ResultOf<R>, unknown, InputOf<R>>({
    mutationFn(input) {
      if (route.once !== true) return ask(route, input)
      key.current ??= newKey()
      return ask(route, input, { idempotencyKey: key.current })
    },
    async onSuccess(result) {
      await cache.invalidateQueries({ queryKey: ['accounting'] })
      changed()
      onSuccess?.(result)
    },
    onError,
  })
  return {
    ...command,
    reset() {
      key.current = null
      command.reset()
    },
  }
}

/** Not `crypto.randomUUID`, which browsers keep from pages that came over plain http. */
function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

interface Page<T> {
  items: T[]
  nextCursor: string | null
}

/**
 * Pages of a list, one shown at a time. Going back is going to a page already seen; another filter begins at
 * the front. `first` is the whole answer of the first page, for what stands beside the rows.
 */
export function useAskedPages<T>(route: Route, input: Record<string, unknown>) {
  const { ask } = useScreensHost()
  const signature = JSON.stringify(input)
  const [place, setPlace] = useState({ signature, at: 0 })
  const at = place.signature === signature ? place.at : 0
  const goTo = (page: number) => setPlace({ signature, at: page })
  const list = useInfiniteQuery<Page<T>, unknown, { pages: Page<T>[] }, unknown[], string | undefined>({
    queryKey: [...keyOf(route, input), 'pages'],
    initialPageParam: undefined,
    queryFn: async ({ pageParam }) => (await ask(route, { ...input, cursor: pageParam })) as Page<T>,
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    placeholderData: (previous) => previous,
  })
  const pages = list.data?.pages ?? []
  return {
    rows: pages[Math.min(at, pages.length - 1)]?.items ?? [],
    first: pages[0],
    loading: list.isPending,
    error: list.error,
    refetch: list.refetch,
    paging: {
      hasPrevious: at > 0,
      hasNext: at < pages.length - 1 || list.hasNextPage,
      onPrevious: () => goTo(Math.max(0, at - 1)),
      onNext() {
        if (at >= pages.length - 1) void list.fetchNextPage()
        goTo(at + 1)
      },
    },
  }
}
