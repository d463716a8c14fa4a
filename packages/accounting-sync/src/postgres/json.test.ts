import { expect, it } from 'vitest'
import { jsonText, plainText } from './json.ts'

it('takes out what PostgreSQL refuses, wherever it stands, and leaves the rest as it is', () => {
  const written = jsonText({
    name: 'a\u0000b',
    list: ['\ud800', { deep: '\udc00x' }],
    at: new Date(0),
    none: null,
  })
  expect(JSON.parse(written)).toEqual({
    name: 'ab',
    list: ['\ufffd', { deep: '\ufffdx' }],
    at: '1970-01-01T00:00:00.000Z',
    none: null,
  })
  expect(jsonText(String.raw`the text \u0000 is no NUL`)).toBe(String.raw`"the text \\u0000 is no NUL"`)
  expect(plainText('a\u0000b 😀 \ud83d')).toBe('ab 😀 \ufffd')
})
