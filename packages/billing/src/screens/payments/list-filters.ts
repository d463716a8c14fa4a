import type { Address } from '../invoices/address.ts'

/** Filters that stand in the address, so that back works, a reload keeps them and a list can be sent. */
export interface ListFilters<Name extends string> {
  /** Empty text where nothing is chosen. */
  values: Record<Name, string>
  narrowed: boolean
  show: (changes: Partial<Record<Name, string>>) => void
  /** For typing: nobody wants to go back letter by letter. */
  replace: (changes: Partial<Record<Name, string>>) => void
  clear: () => void
}

export function listFilters<Name extends string>(
  names: readonly Name[],
  { query, go }: Address,
): ListFilters<Name> {
  const values = {} as Record<Name, string>
  for (const name of names) values[name] = (query.get(name) ?? '').slice(0, 100)
  const written = (changes: Partial<Record<Name, string>>) => {
    const next = new URLSearchParams()
    for (const name of names) {
      const value = changes[name] ?? values[name]
      if (value !== '') next.set(name, value)
    }
    return next.toString()
  }
  return {
    values,
    narrowed: names.some((name) => values[name] !== ''),
    show: (changes) => go(written(changes), 'push'),
    replace: (changes) => go(written(changes), 'replace'),
    clear: () => go('', 'push'),
  }
}

/** Whatever stands in an address was typed by anybody. */
export function oneOf<Value extends string>(values: readonly Value[], text: string): Value | undefined {
  return values.find((value) => value === text)
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
export const dayOrNothing = (text: string): string | undefined => (DAY.test(text) ? text : undefined)

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
export const idOrNothing = (text: string): string | undefined => (ID.test(text) ? text : undefined)
