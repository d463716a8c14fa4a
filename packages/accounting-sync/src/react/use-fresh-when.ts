'use client'

import { useEffect, useRef } from 'react'

/** Reads anew when the figures beside it say that something happened. */
export function useFreshWhen(signature: string | undefined, refetch: () => unknown): void {
  const seen = useRef(signature)
  useEffect(() => {
    if (signature === seen.current) return
    const isFirst = seen.current === undefined
    seen.current = signature
    if (!isFirst) refetch()
  }, [signature, refetch])
}
