import { describe, expect, it } from 'vitest'
import { redacted } from './redact.ts'

describe('what is stored of a call (L44)', () => {
  it('loses what stands under the name of a secret, however deep', () => {
    const said = {
      headers: [{ Authorization: 'anything', accept: 'application/json' }],
      body: { access_token: 'a', refreshToken: 'b', 'client-secret': 'c', DocNumber: 'INV-1' },
    }
    expect(redacted(said)).toEqual({
      headers: [{ Authorization: '…', accept: 'application/json' }],
      body: { access_token: '…', refreshToken: '…', 'client-secret': '…', DocNumber: 'INV-1' },
    })
  })

  it.each([
    ['the header Bearer ABcd1234.efgh-56 was not accepted', 'the header Bearer … was not accepted'],
    ['Authorization: Basic ZGVzazpkZXNrLXNlY3JldA==', 'Authorization: Basic …'],
    ['token eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxMjM0In0.c2lnbmF0dXJl ended', 'token … ended'],
    ['?code=AB11&state=zz&realmId=9130', '?code=…&state=…&realmId=9130'],
    ['{"refresh_token":"AB11xyz","x":1}', '{"refresh_token":"…","x":1}'],
  ])('loses what gives itself away in %j', (text, left) => {
    expect(redacted(text)).toBe(left)
  })

  it.each([
    [
      'words, numbers and nothing',
      { total: 12.5, note: 'Basic plan, bearer of the card', gone: null, ok: true },
    ],
    ['a refusal with its code', '6140 Duplicate Document Number Error: code 6140'],
    [
      'a document as it is sent',
      {
        DocNumber: 'INV-1042',
        Line: [{ Amount: 100, SalesItemLineDetail: { TaxCodeRef: { value: 'TAX' } } }],
      },
    ],
  ])('keeps %s', (_what, value) => {
    expect(redacted(value)).toEqual(value)
  })
})
