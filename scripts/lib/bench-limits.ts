/**
 * Whether a bench has passed: no count above its limit. Says of each one that is what it came to. Times are
 * reported, never judged: they depend on the machine.
 */
export function isWithin<Name extends string>(
  counts: Record<Name, number>,
  limits: Record<Name, number>,
  say: (sentence: string) => void = console.error,
): boolean {
  const names = Object.keys(limits) as Name[]
  const above = names.filter((name) => !(counts[name] <= limits[name]))
  for (const name of above) say(`${name}: ${counts[name]}; the limit is ${limits[name]}.`)
  return above.length === 0
}
