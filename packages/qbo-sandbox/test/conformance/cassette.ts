import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readYaml, type Yaml } from './yaml.ts'

/** One request and the answer that Intuit's service gave to it. */
export interface Recorded {
  method: string
  /** Path and query, with the company put in where the recording left it out. */
  target: string
  requestHeaders: Record<string, string>
  requestBody: string
  status: number
  /** Names in lower case. */
  headers: Record<string, string>
  body: string
}

export const REALM = '1234567890'

/** Beside the repository; not everybody has it. */
export const recordings = join(import.meta.dirname, '../../../../../shared/recordings')

/** `void/invoice` and so on, in order of their names; none where the folder is missing. */
export function cassetteNames(): string[] {
  if (!existsSync(recordings)) return []
  return readdirSync(recordings, { recursive: true, encoding: 'utf8' })
    .filter((each) => each.endsWith('.yml'))
    .map((each) => each.slice(0, -'.yml'.length))
    .toSorted()
}

export function cassette(name: string): Recorded[] {
  const tape = readYaml(readFileSync(join(recordings, `${name}.yml`), 'utf8'))
  return listAt(tape, 'http_interactions').map((each) => ({
    method: textAt(each, 'request', 'method').toUpperCase(),
    target: targetOf(textAt(each, 'request', 'uri')),
    requestHeaders: headersAt(each, 'request'),
    requestBody: textAt(each, 'request', 'body', 'string'),
    status: Number(textAt(each, 'response', 'status', 'code')),
    headers: headersAt(each, 'response'),
    body: textAt(each, 'response', 'body', 'string').replaceAll('-COMPANY_ID-', REALM),
  }))
}

/** Whoever recorded replaced the company by a word, or cut it out. */
function targetOf(uri: string): string {
  const { pathname, search } = new URL(uri)
  const rest = pathname.replace(/^\/v3\/(company\/-COMPANY_ID-\/)?/, '')
  return `/v3/company/${REALM}/${rest}${search}`
}

function headersAt(each: Yaml, side: string): Record<string, string> {
  const headers = at(at(each, side), 'headers') as Record<string, Yaml>
  return Object.fromEntries(
    Object.entries(headers).map(([name, values]) => [name.toLowerCase(), String((values as Yaml[])[0])]),
  )
}

function at(value: Yaml, key: string): Yaml {
  const found = typeof value === 'object' && !Array.isArray(value) ? value[key] : undefined
  if (found === undefined) throw new Error(`A cassette without ${key}`)
  return found
}

const listAt = (value: Yaml, key: string) => at(value, key) as Yaml[]
const textAt = (value: Yaml, ...path: string[]) => path.reduce<Yaml>(at, value) as string
