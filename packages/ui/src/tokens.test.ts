import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const css = readFileSync(new URL('./styles.css', import.meta.url), 'utf8')

function blockAfter(marker: string): Record<string, string> {
  const start = css.indexOf(marker)
  expect(start).toBeGreaterThan(-1)
  const body = css.slice(css.indexOf('{', start) + 1, css.indexOf('}', start))
  return Object.fromEntries([...body.matchAll(/--([\w-]+):\s*([^;]+);/g)].map((hit) => [hit[1], hit[2]]))
}

const light = blockAfter('\n:root {')
const dark = blockAfter("\n  [data-theme='dark'] {")
const system = blockAfter("\n  [data-theme='system'] {")

function luminance(hex: string): number {
  const channel = (at: number) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

function contrast(theme: Record<string, string>, front: string, back: string): number {
  const values = [front, back].map((name) => {
    const hex = theme[name] ?? ''
    expect(hex, name).toMatch(/^#[\da-f]{6}$/)
    return luminance(hex)
  })
  const [low = 0, high = 0] = values.sort((a, b) => a - b)
  return (high + 0.05) / (low + 0.05)
}

const surfaces = [
  'surface',
  'surface-raised',
  'surface-sunken',
  'surface-hover',
  'neutral-soft',
  'accent-soft',
]
const softs = ['danger-soft', 'warning-soft', 'success-soft']
const states = ['accent', 'danger', 'warning', 'success']

const text: [string, string][] = [
  ...['ink', 'ink-muted'].flatMap((ink) =>
    [...surfaces, ...softs].map((back): [string, string] => [ink, back]),
  ),
  ...surfaces.map((back): [string, string] => ['ink-faint', back]),
  ...states.flatMap((state) => surfaces.slice(0, 4).map((back): [string, string] => [state, back])),
  ...states.map((state): [string, string] => [state, `${state}-soft`]),
  ['accent-ink', 'accent'],
  ['accent-ink', 'accent-hover'],
  ['danger-ink', 'danger'],
  ['danger-ink', 'danger-hover'],
  ['surface', 'ink'],
]

const edges = surfaces.slice(0, 3).flatMap((back): [string, string][] => [
  ['line-control', back],
  ['focus', back],
])

test.each([
  ['light', light],
  ['dark', dark],
] as const)('every text colour of the %s theme reads at AA on what it may stand on', (_name, theme) => {
  const poor = text.filter(([front, back]) => contrast(theme, front, back) < 4.5)
  expect(
    poor.map(([front, back]) => `${front} on ${back}: ${contrast(theme, front, back).toFixed(2)}`),
  ).toEqual([])
})

test.each([
  ['light', light],
  ['dark', dark],
] as const)('the edges of controls and the focus ring of the %s theme can be seen', (_name, theme) => {
  const poor = edges.filter(([front, back]) => contrast(theme, front, back) < 3)
  expect(
    poor.map(([front, back]) => `${front} on ${back}: ${contrast(theme, front, back).toFixed(2)}`),
  ).toEqual([])
})

test('a system that is dark looks as the dark theme does, and dark leaves no token behind', () => {
  expect(system).toEqual(dark)
  expect(Object.keys(dark)).toEqual(Object.keys(light))
})

test('the theme maps only to tokens that exist', () => {
  const used = [...css.matchAll(/--color-[\w-]+:\s*var\(--([\w-]+)\)/g)].map((hit) => hit[1] ?? '')
  expect(used.length).toBeGreaterThan(20)
  expect(used.filter((name) => !(name in light))).toEqual([])
})

type Tree = { [key: string]: string | Tree }

function keysOf(tree: Tree, at = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [`${at}${key}`] : keysOf(value, `${at}${key}.`),
  )
}

function messages(locale: string): Tree {
  return JSON.parse(readFileSync(new URL(`../messages/${locale}.json`, import.meta.url), 'utf8')) as Tree
}

const holes = (tree: Tree, key: string) =>
  [...String(tree[key]).matchAll(/\{(\w+)/g)]
    .map((hit) => hit[1])
    .filter((name) => /^[a-z]+$/.test(name ?? ''))

test.each(['fr', 'de', 'es'])(
  'the words in %s are for the same keys, and take the same values, as in English',
  (locale) => {
    const english = messages('en')
    const other = messages(locale)
    expect(keysOf(other)).toEqual(keysOf(english))
    for (const key of keysOf(english))
      expect(new Set(holes(other, key)), key).toEqual(new Set(holes(english, key)))
  },
)
