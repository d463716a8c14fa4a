import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readable } from './readable.ts'

describe('a body made readable', () => {
  it('keeps numbers as they were written', () => {
    expect(readable('{"TotalAmt":340.00,"Line":[{"Amount":0}],"LinkedTxn":[]}')).toBe(
      '{\n  "TotalAmt": 340.00,\n  "Line": [\n    {\n      "Amount": 0\n    }\n  ],\n  "LinkedTxn": []\n}',
    )
  })

  it('looks as JSON usually does, whatever it holds', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        const value: unknown = JSON.parse(text)
        const usual = JSON.stringify(value, null, 2)
        expect(readable(JSON.stringify(value))).toBe(usual)
      }),
    )
  })

  it('is left alone when it is no JSON', () => {
    expect(readable('<html>down</html>')).toBe('<html>down</html>')
    expect(readable('{"cut":"sho')).toBe('{"cut":"sho')
  })
})
