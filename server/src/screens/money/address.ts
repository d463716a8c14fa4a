'use client'

import { usePathname, useSearchParams } from 'next/navigation'

/** Where a list of billing stands in the address, for screens that know no router. */
export function useAddress() {
  const query = useSearchParams()
  const pathname = usePathname()
  return {
    query,
    // Next takes part in the browser's own history, and no page has to come from the server for it.
    go(text: string, how: 'push' | 'replace') {
      const href = text === '' ? pathname : `${pathname}?${text}`
      if (how === 'push') window.history.pushState(null, '', href)
      else window.history.replaceState(null, '', href)
    },
  }
}
