export interface Device {
  browser: string | null
  system: string | null
}

/** The order matters: Edge calls itself Chrome, Chrome calls itself Safari, Android calls itself Linux. */
const BROWSERS = [
  ['Edg', 'Edge'],
  ['OPR/', 'Opera'],
  ['Firefox/', 'Firefox'],
  ['Chrome/', 'Chrome'],
  ['Safari/', 'Safari'],
] as const
const SYSTEMS = [
  ['iPhone', 'iPhone'],
  ['iPad', 'iPad'],
  ['Android', 'Android'],
  ['Windows', 'Windows'],
  ['Mac OS', 'macOS'],
  ['CrOS', 'ChromeOS'],
  ['Linux', 'Linux'],
] as const

/** Enough for a person to recognise their own machine in a list; never used to decide anything. */
export function deviceOf(userAgent: string): Device {
  const named = (names: readonly (readonly [string, string])[]) =>
    names.find(([mark]) => userAgent.includes(mark))?.[1] ?? null
  return { browser: named(BROWSERS), system: named(SYSTEMS) }
}
