import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { COLUMNS } from './cells.ts'
import { fileOf } from './file.ts'
import { documentOf, lineOf, writeOf } from './testing/documents.ts'

/** An independent reader of RFC 4180, so that the writer is not checked by itself. */
function read(bytes: Uint8Array): Record<string, string>[] {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
  expect(text.startsWith('\uFEFF')).toBe(true)
  const rows: string[][] = [[]]
  for (let at = 1; at < text.length;) {
    const [whole = '', quoted, bare = ''] = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))/.exec(text.slice(at)) ?? []
    rows.at(-1)?.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    at += whole.length
    if (text[at] === ',') at += 1
    else {
      expect(text.slice(at, at + 2)).toBe('\r\n')
      at += 2
      if (at < text.length) rows.push([])
    }
  }
  const [heads = [], ...body] = rows
  return body.map((row) => {
    expect(row).toHaveLength(heads.length)
    return Object.fromEntries(row.map((cell, at) => [heads[at] ?? '', cell]))
  })
}

const file = (...documents: ReturnType<typeof documentOf>[]) =>
  fileOf({ frameId: 'f1', writes: documents.map(writeOf) })

describe('a file of documents', () => {
  it('says each line with its document, to the cent', () => {
    const rows = read(file(documentOf({ id: 'd1' }), documentOf({ id: 'd2', kind: 'credit_memo' })).bytes)
    expect(Object.keys(rows[0] ?? {})).toEqual([...COLUMNS])
    expect(rows.map((row) => [row['document_id'], row['kind'], row['line'], row['item_id']])).toEqual([
      ['tieout:d1', 'invoice', '1', '4000'],
      ['tieout:d1', 'invoice', '2', '4999'],
      ['tieout:d2', 'credit_memo', '1', '4000'],
      ['tieout:d2', 'credit_memo', '2', '4999'],
    ])
    expect(rows[0]).toMatchObject({
      number: 'INV-1001',
      issue_date: '2026-11-20',
      currency: 'EUR',
      customer_id: 'C-17',
      quantity: '1.5',
      unit_price: '100.00',
      net: '150.00',
      tax_code: 'V23',
      tax_rates: 'VAT 23 %',
      tax: '34.50',
      document_net: '175.00',
      document_tax: '34.50',
      document_total: '209.50',
    })
  })

  it.each([
    ['JPY', '15000'],
    ['KWD', '15.000'],
  ])('writes %s with the decimals it has (L12)', (currency, net) => {
    expect(read(file(documentOf({ currency })).bytes)[0]).toMatchObject({ net })
  })

  it('keeps negative amounts numbers', () => {
    const discount = lineOf({ quantity: '-1', unitPriceMinor: 500, netMinor: -500, taxMinor: 0, taxes: [] })
    const [row] = read(file(documentOf({ lines: [discount] })).bytes)
    expect(row).toMatchObject({ quantity: '-1', net: '-5.00', document_total: '-5.00' })
  })

  it('holds nothing that a spreadsheet would calculate, and loses no word', () => {
    const first = fc.constantFrom('=', '+', '-', '@', '\t', '\r', '\n', '＝', '  =', ' @')
    const dangerous = fc.tuple(first, fc.string({ unit: 'grapheme' })).map((parts) => parts.join(''))
    const said = fc.oneof(
      dangerous,
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom('a"b', 'a,b', 'a\r\nb', ''),
    )
    fc.assert(
      fc.property(said, said, said, (description, clientName, reference) => {
        const document = documentOf({ clientName, reference, lines: [lineOf({ description })] })
        const [row] = read(file(document).bytes)
        const pairs = [
          [description, row?.['description']],
          [clientName, row?.['customer_name']],
          [reference, row?.['reference']],
        ]
        for (const [given, found] of pairs) {
          expect(found).not.toMatch(/^\s*[=+\-@＝＋－＠]|^[\t\r\n]/)
          expect([given, `'${given}`]).toContain(found)
        }
      }),
    )
  })

  it('is the same to the byte each time, by a name of its own', () => {
    expect(file(documentOf())).toEqual(file(documentOf()))
    expect(file(documentOf()).name).toBe('documents-f1.csv')
  })

  it('holds only what was delivered: no refused write and no undoing', () => {
    const writes = [
      { ...writeOf(documentOf({ id: 'd1' })), body: '{}' },
      { ...writeOf(documentOf({ id: 'd2' })), body: 'no rows' },
      { ...writeOf(documentOf({ id: 'd3' })), action: 'void' as const },
      writeOf(documentOf({ id: 'd4' })),
    ]
    const ids = read(fileOf({ frameId: 'f1', writes }).bytes).map((row) => row['document_id'])
    expect(new Set(ids)).toEqual(new Set(['tieout:d4']))
  })

  it('does not lose a document without lines: it is refused before it is frozen', () => {
    expect(() => writeOf(documentOf({ lines: [] }))).toThrow('no lines')
  })
})
