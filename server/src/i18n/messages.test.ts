import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { LOCALES } from './locales.ts'
import { NAMESPACES } from './messages.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))

type Words = Map<string, string>

/** Where the words of a namespace lie in each language; `inbox` is added to by packages. */
const places: { name: string; prefix: string; file: (locale: string) => string }[] = [
  ...NAMESPACES.map((name) => ({
    name,
    prefix: name,
    file: (locale: string) => join(root, `server/messages/${locale}/${name}.json`),
  })),
  ...['billing', 'ui'].map((name) => ({
    name,
    prefix: name,
    file: (locale: string) => join(root, `packages/${name}/messages/${locale}.json`),
  })),
  {
    name: 'billing in the inbox',
    prefix: 'inbox',
    file: (locale: string) => join(root, `packages/billing/messages/inbox/${locale}.json`),
  },
  {
    name: 'the accounting sync',
    prefix: 'accounting',
    file: (locale: string) => join(root, `server/src/accounting/messages/${locale}.json`),
  },
  ...readdirSync(join(root, 'packages/accounting-sync/messages/en')).map((name) => ({
    name: `the screens of the sync: ${name}`,
    prefix: `accounting.${name.replace('.json', '')}`,
    file: (locale: string) => join(root, `packages/accounting-sync/messages/${locale}/${name}`),
  })),
]

const wordsOf = (place: (typeof places)[number], locale: string): Words => {
  const file = place.file(locale)
  return existsSync(file) ? flatten(JSON.parse(readFileSync(file, 'utf8')), place.prefix) : new Map()
}

function flatten(value: unknown, path: string): Words {
  if (typeof value === 'string') return new Map([[path, value]])
  if (typeof value !== 'object' || value === null)
    throw new Error(`${path} is neither a sentence nor a group`)
  return new Map(Object.entries(value).flatMap(([key, inner]) => [...flatten(inner, `${path}.${key}`)]))
}

/** The names a sentence is filled in with, those inside its plural forms included. */
function placeholders(sentence: string): string {
  const names = new Set<string>()
  const read = (text: string) => {
    for (const argument of bracedParts(text)) {
      const [name = '', kind] = argument.split(',')
      names.add(name.trim())
      if (kind) bracedParts(argument).forEach(read)
    }
  }
  read(sentence)
  return [...names].toSorted().join(' ')
}

/** What stands between outermost braces. */
function bracedParts(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (const [at, char] of [...text].entries()) {
    if (char === '{' && depth++ === 0) start = at + 1
    if (char === '}' && --depth === 0) parts.push([...text].slice(start, at).join(''))
  }
  return parts
}

describe.each(places)('the words of $name', (place) => {
  const english = wordsOf(place, 'en')

  it('are there', () => {
    expect(english.size).toBeGreaterThan(0)
  })

  it.each(LOCALES.filter((locale) => locale !== 'en'))('are complete in %s', (locale) => {
    expect([...wordsOf(place, locale).keys()].toSorted()).toEqual([...english.keys()].toSorted())
  })

  it.each(LOCALES)('are filled in alike, and never empty, in %s', (locale) => {
    const wrong = [...wordsOf(place, locale)].filter(
      ([key, text]) => text.trim() === '' || placeholders(text) !== placeholders(english.get(key) ?? ''),
    )
    expect(wrong).toEqual([])
  })
})

it('reads what a sentence is filled in with', () => {
  expect(placeholders('{count, plural, one {# of {name}} other {no, none}} by {who}')).toBe('count name who')
})

describe('the words that screens ask for', () => {
  const all = new Set(places.flatMap((place) => [...wordsOf(place, 'en').keys()]))
  const groups = new Set([...all].flatMap((key) => parentsOf(key)))
  const asked = sources().flatMap((path) => keysAskedFor(path))

  it('are found by the scan', () => {
    expect(asked.length).toBeGreaterThan(300)
    expect(asked.map((each) => each.key)).toContain('inbox.task.whatToDo')
  })

  it('exist', () => {
    const missing = asked.filter(({ key }) => !all.has(key)).map(({ key, path }) => `${key} in ${path}`)
    expect([...new Set(missing)]).toEqual([])
  })

  it('come from namespaces that exist', () => {
    const missing = sources().flatMap((path) =>
      translatorsIn(path)
        .filter(({ namespace }) => namespace && !groups.has(namespace))
        .map(({ namespace }) => `${namespace} in ${path}`),
    )
    expect(missing).toEqual([])
  })
})

function parentsOf(key: string): string[] {
  const parts = key.split('.')
  return parts.slice(1).map((_, at) => parts.slice(0, at + 1).join('.'))
}

function sources(): string[] {
  return [
    'server/src',
    ...['ui', 'platform', 'billing', 'accounting-sync'].map((name) => `packages/${name}/src`),
  ]
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (path) => `${folder}/${path}`,
      ),
    )
    .filter((path) => /\.tsx?$/.test(path) && !/\.test\.tsx?$/.test(path) && !path.includes('/testing/'))
    .toSorted()
}

const TRANSLATOR =
  /\bconst\s+(\w+)\s*=\s*(?:await\s+getTranslations|useTranslations)\((?:'([\w.]*)'|`[^`]*`)?\)/g

interface Translator {
  index: number
  name: string
  /** `null` where it is put together at run time. */
  namespace: string | null
}

/** Which variable of a file speaks for which namespace, and from where on. */
function translatorsIn(path: string): Translator[] {
  return [...readFileSync(join(root, path), 'utf8').matchAll(TRANSLATOR)].map((match) => ({
    index: match.index,
    name: match[1] ?? '',
    namespace: match[0].includes('`') ? null : (match[2] ?? ''),
  }))
}

/** Literal keys: each call belongs to the translator of that name declared last before it. */
function keysAskedFor(path: string): { key: string; path: string }[] {
  const text = readFileSync(join(root, path), 'utf8')
  const translators = translatorsIn(path)
  return [...text.matchAll(/\b(\w+)(?:\.rich|\.markup)?\(\s*'([\w.-]+)'\s*[,)]/g)].flatMap((call) => {
    const translator = translators.findLast((each) => each.name === call[1] && each.index < call.index)
    if (!translator || translator.namespace === null) return []
    return [{ key: [translator.namespace, call[2]].filter(Boolean).join('.'), path }]
  })
}
