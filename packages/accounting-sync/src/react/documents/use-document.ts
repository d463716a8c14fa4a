'use client'

import { useEffect, useRef, useState } from 'react'
import { getDocument, type DocumentView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

const FOLLOWED_MS = 60_000
const EVERY_MS = 1000
const RARELY_MS = 10_000

/**
 * A document as it stands, followed every second for a minute after somebody sent it, and now and then while it is
 * queued for another reason. When it has arrived, the rest of the host's page is read anew.
 */
export function useDocument(documentId: string) {
  const { changed } = useScreensHost()
  const [since, setSince] = useState<number | null>(null)
  const query = useAsked(
    getDocument,
    { documentId },
    {
      refetchInterval: ({ state: { data } }) => {
        if (data === undefined || !isUnderWay(data)) return false
        return since !== null && Date.now() - since < FOLLOWED_MS ? EVERY_MS : RARELY_MS
      },
    },
  )
  const isQueued = query.data === undefined ? null : isUnderWay(query.data)
  const wasQueued = useRef(isQueued)
  useEffect(() => {
    if (wasQueued.current === true && isQueued === false) changed()
    wasQueued.current = isQueued
  }, [isQueued, changed])
  return { ...query, isFollowed: since !== null && isQueued === true, follow: () => setSince(Date.now()) }
}

const isUnderWay = ({ badge }: DocumentView) => badge?.state === 'queued'
