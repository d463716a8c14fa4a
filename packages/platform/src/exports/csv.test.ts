import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readAllPages } from './all-pages.ts'
import { toCsv, type Cell } from './csv.ts'

/** An independent reader of RFC 4180, so that the writer is not checked by itself. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]]
  for (let at = 0; at < text.length;) {
    let field = ''
    if (text[at] === '"') {
      const [whole = '', inner = ''] = /^"((?:[^"]|"")*)"/.exec(text.slice(at)) ?? []
      field = inner.replaceAll('""', '"')
      at += whole.length
    } else {
      field = /^[^",\r\n]*/.exec(text.slice(at))?.[0] ?? ''
      at += field.length
    }
    rows.at(-1)?.push(field)
    if (text[at] === ',') at += 1
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n')
      at += 2
      if (at < text.length) rows.push([])
    }
  }
  return rows
}

const textOf = (file: Uint8Array) => {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(file)
  expect(text.startsWith('\uFEFF')).toBe(true)
  return text.slice(1)
}

const dangerous = fc
  .tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n'), fc.string({ unit: 'grapheme' }))
  .map(([first, rest]) => first + rest)
const words = fc.oneof(
  dangerous,
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('a"b', 'a,b', 'a\r\nb', ''),
)

describe('a CSV file', () => {
  it('holds no words that a spreadsheet would calculate, and loses none', () => {
    const table = fc.array(fc.array(words, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 })
    fc.assert(
      fc.property(table, (rows) => {
        const read = parseCsv(textOf(toCsv(['=A', 'B'], rows)))
        expect(read[0]).toEqual(["'=A", 'B'])
        for (const [at, row] of rows.entries()) {
          for (const [column, cell] of row.entries()) {
            const found = read[at + 1]?.[column] ?? ''
            expect(found).not.toMatch(/^[=+\-@\t\r\n]/)
            expect([cell, `'${cell}`]).toContain(found)
          }
        }
      }),
    )
  })

  it('keeps numbers as numbers, negative ones too', () => {
    const cells: Cell[] = [-12, 3.5, { exact: '-1234567890123.45' }, null]
    expect(textOf(toCsv(['a', 'b', 'c', 'd'], [cells]))).toBe('a,b,c,d\r\n-12,3.5,-1234567890123.45,\r\n')
  })
})

describe('reading all pages', () => {
  const list = (count: number) => (at: { cursor: string | undefined; limit: number }) => {
    const from = Number(at.cursor ?? 0)
    const items = Array.from({ length: Math.min(at.limit, count - from) }, (_, n) => from + n)
    const next = from + items.length
    return Promise.resolve({ items, nextCursor: next < count ? String(next) : null })
  }

  it('finds every row once, up to the most that is allowed', async () => {
    const { items } = await readAllPages(list(6000), 6000)
    expect(items).toEqual(Array.from({ length: 6000 }, (_, n) => n))
  })

  it('refuses rather than cut off', async () => {
    for (const [count, most] of [
      [6001, 6000],
      [5000, 4999],
      [2, 1],
    ] as const) {
      await expect(readAllPages(list(count), most)).rejects.toMatchObject({ code: 'too-many-rows' })
    }
  })
})
