'use client'

import { toast } from '@tieout/ui'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { getHealth, getProgress, listCycles, syncNow, type ConnectionView } from '../../contract/index.ts'
import { useAsked, useCommand } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

const WATCHED = 1_000
const IDLE = 15_000
/** Whoever asked has seen by then that nobody takes it up. */
const PATIENCE = 30_000

interface Asked {
  /** The last run before: another one is the answer. */
  before: string | null
  at: number
}

/**
 * A run that is asked for or under way, watched every second. It stands on the server, so whoever comes
 * back to the page sees how far it is.
 */
export function useRun({ connectionId }: ConnectionView) {
  const { explain, changed } = useScreensHost()
  const cache = useQueryClient()
  const [asked, setAsked] = useState<Asked | null>(null)
  const [isWatched, setWatched] = useState(false)
  const progress = useAsked(
    getProgress,
    { connectionId },
    { refetchInterval: isWatched || asked !== null ? WATCHED : IDLE },
  )
  const running = progress.data?.running ?? null
  const last = progress.data?.last?.cycleId ?? null
  useEffect(() => setWatched(running !== null), [running])
  const hasEnded = asked !== null && running === null && last !== asked.before
  useEffect(() => {
    if (hasEnded) setAsked(null)
  }, [hasEnded])
  useEffect(() => {
    if (last === null) return
    for (const route of [getHealth, listCycles]) {
      void cache.invalidateQueries({ queryKey: ['accounting', route.name] })
    }
    changed()
    // The host's own function is a new one with every address.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [cache, last])
  const begin = useCommand(syncNow, {
    onSuccess: ({ kind }) =>
      kind !== 'not_connected' && setAsked({ before: last, at: progress.dataUpdatedAt }),
    onError: (error) => toast.error(explain(error).message),
  })
  return {
    running,
    due: progress.data?.due ?? 0,
    /** Asked for, and nobody has taken it up yet. */
    isAwaited: asked !== null && running === null,
    isLate: asked !== null && running === null && progress.dataUpdatedAt - asked.at > PATIENCE,
    isAsking: begin.isPending,
    begin: () => begin.mutate({ connectionId }),
  }
}
