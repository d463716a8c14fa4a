/** Of what is wanted only what is not so already, as it was and as it will be; the audit keeps both. */
export function difference<T extends object>(
  now: T,
  wanted: Partial<T>,
): { before: Partial<T>; after: Partial<T> } {
  const changed = (Object.keys(wanted) as (keyof T)[]).filter(
    (key) => wanted[key] !== undefined && wanted[key] !== now[key],
  )
  const pick = (from: Partial<T>) => Object.fromEntries(changed.map((key) => [key, from[key]])) as Partial<T>
  return { before: pick(now), after: pick(wanted) }
}
