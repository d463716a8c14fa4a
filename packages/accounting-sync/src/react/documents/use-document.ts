'use client'

import { useEffect, useRef } from 'react'
import { getDocument } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'
import { isMoving } from './badges-of-rows.tsx'

const FOLLOWED_LOOKS = 60
const EVERY_MS = 1000
const RARELY_MS = 10_000

/**
 * A document as it stands, followed every second for a minute while it is on its way, and now and then while it
 * waits for somebody. When it has arrived, the rest of the host's page is read anew.
 */
export function useDocument(documentId: string) {
  const { changed } = useScreensHost()
  // Under way since so many answers.
  const since = useRef<number | null>(null)
  const query = useAsked(
    getDocument,
    { documentId },
    {
      refetchInterval({ state: { data, dataUpdateCount } }) {
        const badge = data?.badge ?? null
        if (badge?.state !== 'queued') {
          since.current = null
          return false
        }
        if (!isMoving(badge)) return RARELY_MS
        since.current ??= dataUpdateCount
        return dataUpdateCount - since.current < FOLLOWED_LOOKS ? EVERY_MS : RARELY_MS
      },
    },
  )
  const badge = query.data?.badge ?? null
  const isQueued = query.data === undefined ? null : badge?.state === 'queued'
  const wasQueued = useRef(isQueued)
  useEffect(() => {
    if (wasQueued.current === true && isQueued === false) changed()
    wasQueued.current = isQueued
  }, [isQueued, changed])
  return {
    ...query,
    isFollowed: badge !== null && isMoving(badge),
    /** Somebody sent it: every second again. */
    follow: () => void (since.current = null),
  }
}
