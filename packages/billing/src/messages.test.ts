import { readFileSync } from 'node:fs'
import { createTranslator, type Messages } from 'use-intl'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'

const LOCALES = ['en', 'fr', 'de', 'es'] as const
type Words = { [key: string]: string | Words }
const words: z.ZodType<Words> = z.lazy(() => z.record(z.string(), z.union([z.string(), words])))

const read = (file: string) =>
  words.parse(JSON.parse(readFileSync(new URL(`../messages/${file}.json`, import.meta.url), 'utf8')))

function sentences(node: Words, path = ''): [string, string][] {
  return Object.entries(node).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[path + key, value]] : sentences(value, `${path}${key}.`),
  )
}

/** Which values a sentence is filled with. */
const slots = (text: string) => [...text.matchAll(/\{(\w+)[,}]/g)].map((match) => match[1]).toSorted()

describe.each(['', 'inbox/', 'papers/'])('the words of billing in %s', (folder) => {
  const english = sentences(read(`${folder}en`))

  it.each(LOCALES)('are the same sentences, filled with the same values, in %s', (locale) => {
    const own = sentences(read(folder + locale))
    expect(own.map(([key]) => key)).toEqual(english.map(([key]) => key))
    expect(own.map(([key, text]) => [key, slots(text)])).toEqual(
      english.map(([key, text]) => [key, slots(text)]),
    )
    expect(own.filter(([, text]) => text.trim() === '')).toEqual([])
  })

  it.each(LOCALES)('can all be said in %s', (locale) => {
    const messages: Messages = read(folder + locale)
    const failures: unknown[] = []
    const t = createTranslator({ locale, messages, onError: (error) => failures.push(error) })
    // Every slot takes a number, those that choose between one and many included.
    for (const [key, text] of english) t(key, Object.fromEntries(slots(text).map((slot) => [slot, 2])))
    expect(failures).toEqual([])
  })
})
