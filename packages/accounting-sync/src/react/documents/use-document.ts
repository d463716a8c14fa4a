'use client'

import { useEffect, useRef, useState } from 'react'
import { getDocument, type DocumentView } from '../../contract/index.ts'
import { useAsked } from '../asking.ts'
import { useScreensHost } from '../screens-host.tsx'

const FOLLOWED_LOOKS = 60
const EVERY_MS = 1000
const RARELY_MS = 10_000

/**
 * A document as it stands, followed every second for a minute after somebody sent it, and now and then while it is
 * queued for another reason. When it has arrived, the rest of the host's page is read anew.
 */
export function useDocument(documentId: string) {
  const { changed } = useScreensHost()
  // After so many answers somebody sent it.
  const [since, setSince] = useState<number | null>(null)
  const answers = useRef(0)
  const query = useAsked(
    getDocument,
    { documentId },
    {
      refetchInterval: ({ state: { data, dataUpdateCount } }) => {
        answers.current = dataUpdateCount
        if (data === undefined || !isUnderWay(data)) return false
        return since !== null && dataUpdateCount - since < FOLLOWED_LOOKS ? EVERY_MS : RARELY_MS
      },
    },
  )
  const isQueued = query.data === undefined ? null : isUnderWay(query.data)
  const wasQueued = useRef(isQueued)
  useEffect(() => {
    if (wasQueued.current === true && isQueued === false) changed()
    wasQueued.current = isQueued
  }, [isQueued, changed])
  return {
    ...query,
    isFollowed: since !== null && isQueued === true,
    follow: () => setSince(answers.current),
  }
}

const isUnderWay = ({ badge }: DocumentView) => badge?.state === 'queued'
