import type { Recorded } from './cassette.ts'

/** One thing that was otherwise in the recording: where, and both values. */
export interface Difference {
  where: string
  recorded: string
  here: string
}

export const isSame = (one: Difference, other: Difference): boolean =>
  one.where === other.where && one.recorded === other.recorded && one.here === other.here

interface Answer {
  status: number
  headers: Readonly<Record<string, string>>
  body: string
}

/** Everything a client could tell apart, byte for byte, but for what is another in every answer. */
export function differences(recorded: Recorded, here: Answer): Difference[] {
  return [
    ...(recorded.status === here.status
      ? []
      : [{ where: 'status', recorded: String(recorded.status), here: String(here.status) }]),
    ...compare('header', shapes(recorded), shapes(here), { ordered: false }),
    ...compare('body', exact(recorded.body), exact(here.body), { ordered: true }),
  ]
}

/** Parsed, but with every number as it is written: 100.00 is not 100 to everybody. Tokens are left out. */
function exact(text: string): unknown {
  const withoutToken = text.replace(/"Token expired: [^"]+"/, '"Token expired: …"')
  return JSON.parse(
    withoutToken.replaceAll(/"(?:\\.|[^"\\])*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
      token.startsWith('"') ? token : `"number ${token}"`,
    ),
  )
}

/** Headers by name, with what differs from answer to answer replaced by a word for its form. */
function shapes({ headers, body }: Answer): Record<string, string> {
  const forms: Record<string, (value: string) => boolean> = {
    date: (value) => !Number.isNaN(Date.parse(value)),
    'content-length': (value) => Number(value) === Buffer.byteLength(body),
    'intuit-tid': (value) => /^1-[0-9a-f]{8}-[0-9a-f]{24}$/.test(value),
    'x-amzn-trace-id': (value) => value === `Root=${headers['intuit-tid']}`,
    'x-spanid': (value) => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(value),
    'qbo-version': (value) => /^\d+\.\d+$/.test(value),
    'service-time': (value) => /^total=\d+, db=\d+$/.test(value),
    'strict-transport-security': (value) => /^max-age=\d+$/.test(value),
    'x-envoy-upstream-service-time': (value) => /^\d+$/.test(value),
  }
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      forms[name]?.(value) === true ? 'as usual' : value,
    ]),
  )
}

function compare(where: string, recorded: unknown, here: unknown, how: { ordered: boolean }): Difference[] {
  if (Array.isArray(recorded) && Array.isArray(here)) {
    const length = Math.max(recorded.length, here.length)
    return Array.from({ length }, (_, at) => compare(`${where}[${at}]`, recorded[at], here[at], how)).flat()
  }
  if (isMap(recorded) && isMap(here)) {
    const names = [...new Set([...Object.keys(recorded), ...Object.keys(here)])]
    const inside = names.flatMap((name) => compare(`${where}.${name}`, recorded[name], here[name], how))
    const order = (map: object, other: object) =>
      Object.keys(map)
        .filter((name) => name in other)
        .join(', ')
    const [one, other] = [order(recorded, here), order(here, recorded)]
    if (!how.ordered || one === other) return inside
    return [...inside, { where: `order of ${where}`, recorded: one, here: other }]
  }
  if (recorded === here) return []
  return [{ where, recorded: shown(recorded), here: shown(here) }]
}

const isMap = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function shown(value: unknown): string {
  if (value === undefined) return 'nothing'
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}
