import { describe, expect, it } from 'vitest'
import { ERRORS, type ErrorCode } from '../../core/errors.ts'
import { CODES, codeOf, faultIn, redacted } from './faults.ts'

/** Every code of the service's table. */
const DOCUMENTED =
  `100 110 120 130 140 150 500 600 610 620 630 700 900 800 1000 1010 1020 1040 2000 2010 2020 2030
  2040 2050 2060 2070 2080 2090 2100 2110 2130 2140 2150 2160 2170 2210 2220 2260 2290 2300 2500 3001 3100 3200
  4000 4001 4002 5000 5010 5020 5030 6000 6010 6070 6090 6100 6130 6140 6170 6180 6190 6200 6210 6220 6280 6240
  6250 6270 6430 6440 6450 6470 6480 6530 6540 10000 10100 10200`.split(/\s+/)

/** What no code of the service leads to: found out from the line, from the context, or by ourselves. */
const OTHERWISE: readonly ErrorCode[] = [
  // The line and its answers.
  'service_unavailable',
  'timeout',
  'unreadable_answer',
  // A token that is refused though it is new; a grant that is gone.
  'connection_expired',
  // What is not found when something is made anew.
  'reference_inactive',
  // Ours alone.
  'wrong_company',
  'unmapped',
  'taxes_apart',
  'prepayment_not_exported',
  'consumed_there',
  'other_half_stays',
  'paid_there',
  'cannot_be_voided',
  'unknown_error',
]

describe('codes of QuickBooks', () => {
  it.each(DOCUMENTED)('knows what %s means', (number) => {
    expect(codeOf(number)).not.toBe('unknown_error')
    expect(ERRORS).toHaveProperty(codeOf(number))
  })

  it('reaches every error that a service can cause', () => {
    const reached = new Set<string>([...Object.values(CODES), ...OTHERWISE])
    expect(Object.keys(ERRORS).filter((each) => !reached.has(each))).toEqual([])
  })

  it('names nothing twice: what a code leads to is not also found otherwise', () => {
    const byCode = new Set<string>(Object.values(CODES))
    expect(OTHERWISE.filter((each) => byCode.has(each))).toEqual([])
  })

  it('passes over the zeros that the gateway writes before a code', () => {
    expect(codeOf('003200')).toBe('token_expired')
    expect(codeOf('000')).toBe('unknown_error')
  })

  it('takes a code that nobody ever heard of for an unknown error, and a name of objects for none', () => {
    expect(codeOf('9999')).toBe('unknown_error')
    expect(codeOf('constructor')).toBe('unknown_error')
  })
})

describe('a fault in an answer', () => {
  it('is read in upper case, as validation writes it', () => {
    const body = {
      Fault: {
        Error: [
          {
            Message: 'Duplicate Name Exists Error',
            Detail: 'The name exists. : null',
            code: '6240',
            element: '',
          },
        ],
        type: 'ValidationFault',
      },
      time: '2022-09-02T05:58:56.017-07:00',
    }
    expect(faultIn(body)).toEqual({
      number: '6240',
      code: 'duplicate_name',
      detail: 'Duplicate Name Exists Error: The name exists. : null',
    })
  })

  it('is read in lower case, as the gateway writes it, and the token in it is not kept', () => {
    const token = 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0..x'
    const body = {
      warnings: null,
      fault: {
        error: [
          {
            message: 'message=AuthenticationFailed; errorCode=003200; statusCode=401',
            detail: `Token expired: ${token}`,
            code: '3200',
            element: null,
          },
        ],
        type: 'AUTHENTICATION',
      },
      queryResponse: null,
      time: 1601391072830,
    }
    expect(faultIn(body)).toMatchObject({ code: 'token_expired' })
    expect(faultIn(body)?.detail).toContain('Token expired: [redacted]')
  })

  it('may say nothing at all', () => {
    expect(faultIn({ Fault: {} })).toEqual({ number: '', code: 'unknown_error', detail: '' })
    expect(faultIn({ fault: { error: [] } })).toMatchObject({ code: 'unknown_error' })
  })

  it.each([undefined, null, 'text', 7, {}, { fault: null }, { Invoice: {} }])('is not in %j', (body) => {
    expect(faultIn(body)).toBeUndefined()
  })
})

describe('what is kept of its words', () => {
  it.each([
    ['Token expired: AB01xyzabcdef1234', 'Token expired: [redacted]'],
    ['refresh_token=RT1-39-H3-1234abcd is bad', 'refresh_token=[redacted] is bad'],
    ['Authorization: Bearer abc.def', 'Authorization: Bearer [redacted]'],
    ['code XAB11173abcdef was used', 'code [redacted] was used'],
  ])('%s', (said, kept) => {
    expect(redacted(said)).toBe(kept)
  })

  it('leaves what is no secret, and ends somewhere', () => {
    expect(redacted('DocNumber=ABC-1001 is assigned')).toBe('DocNumber=ABC-1001 is assigned')
    expect(redacted('x'.repeat(5000))).toHaveLength(1000)
  })
})
