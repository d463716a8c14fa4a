'use client'

import { usePathname, useSearchParams } from 'next/navigation'

/** Filters that stand in the address: back works, a reload keeps them, and a link can be sent. */
export function useAddressFilters<Name extends string>(names: readonly Name[]) {
  const query = useSearchParams()
  const pathname = usePathname()
  const values = {} as Record<Name, string>
  for (const name of names) values[name] = (query.get(name) ?? '').slice(0, 100)
  const address = (changes: Partial<Record<Name, string>>) => {
    const next = new URLSearchParams()
    for (const name of names) {
      const value = changes[name] ?? values[name]
      if (value !== '') next.set(name, value)
    }
    const text = next.toString()
    return text === '' ? pathname : `${pathname}?${text}`
  }
  return {
    values,
    narrowed: names.some((name) => values[name] !== ''),
    // Next takes part in the browser's own history, and no page has to come from the server for it.
    show: (changes: Partial<Record<Name, string>>) => window.history.pushState(null, '', address(changes)),
    /** For typing: nobody wants to go back letter by letter. */
    replace: (changes: Partial<Record<Name, string>>) =>
      window.history.replaceState(null, '', address(changes)),
    clear: () => window.history.pushState(null, '', pathname),
  }
}
