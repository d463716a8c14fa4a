import { z } from 'zod'
import type { ErrorCode } from '../../core/errors.ts'

/** What QuickBooks says is wrong. */
export interface Fault {
  /** QuickBooks' own number for it. */
  number: string
  code: ErrorCode
  /** Its words, fit to be stored and shown: nothing secret is left in them. */
  detail: string
}

/** The fault in an answer, in either of the two shapes that there are; undefined when there is none. */
export function faultIn(body: unknown): Fault | undefined {
  const read = faultBody.safeParse(body)
  if (!read.success) return undefined
  const fault = read.data.Fault ?? read.data.fault
  if (fault === undefined || fault === null) return undefined
  const [error] = fault.Error ?? fault.error ?? []
  const number = String(error?.code ?? '')
  const words = [error?.Message ?? error?.message, error?.Detail ?? error?.detail]
  return { number, code: codeOf(number), detail: redacted(words.filter((each) => each).join(': ')) }
}

/** Leading zeros come and go: the gateway writes 003200. */
export function codeOf(number: string): ErrorCode {
  const bare = number.replace(/^0+(?=\d)/, '')
  return (Object.hasOwn(CODES, bare) ? CODES[bare] : undefined) ?? 'unknown_error'
}

const LONGEST_DETAIL = 1000

/** QuickBooks repeats tokens, or how they begin, in what it says of them. */
export function redacted(text: string): string {
  return text
    .replace(/((?:token|bearer)[^:=]{0,30}[:=]\s*|bearer\s+)\S+/gi, '$1[redacted]')
    .replace(/\b(?:eyJ|RT1-|AB\d\d|XAB\d)[\w.-]{6,}/g, '[redacted]')
    .slice(0, LONGEST_DETAIL)
}

const error = z.looseObject({
  Message: z.string().nullish(),
  message: z.string().nullish(),
  Detail: z.string().nullish(),
  detail: z.string().nullish(),
  code: z.union([z.string(), z.number()]).nullish(),
})
const fault = z.looseObject({ Error: z.array(error).nullish(), error: z.array(error).nullish() })
/** Validation answers in upper case; the gateway, which speaks of tokens and pace, in lower. */
const faultBody = z.looseObject({ Fault: fault.nullish(), fault: fault.nullish() })

/** By QuickBooks' numbers. Any that is not here is an unknown error, with its words kept for support. */
export const CODES: Readonly<Record<string, ErrorCode>> = {
  // The connection.
  100: 'token_expired',
  110: 'token_expired',
  120: 'not_authorized',
  130: 'wrong_cluster',
  140: 'company_locked',
  150: 'maintenance',
  3100: 'app_not_authorized',
  3200: 'token_expired',
  6190: 'subscription_lapsed',
  5020: 'feature_not_in_plan',
  10200: 'company_locked',
  // The service.
  1000: 'operation_failed',
  1010: 'operation_failed',
  1020: 'operation_failed',
  3001: 'throttled',
  10000: 'system_failure',
  10100: 'answer_too_big',
  // The request.
  400: 'malformed_request',
  500: 'unsupported_operation',
  600: 'duplicate_request_id',
  1040: 'batch_too_big',
  2000: 'malformed_request',
  2010: 'unknown_property',
  2020: 'required_missing',
  2030: 'invalid_id',
  2040: 'invalid_text',
  2050: 'text_too_long',
  2060: 'invalid_date',
  2070: 'invalid_date',
  2080: 'invalid_number',
  2090: 'invalid_number',
  2100: 'invalid_number',
  2110: 'invalid_number',
  2130: 'bad_request_id',
  2140: 'invalid_amount',
  2150: 'invalid_percent',
  2160: 'invalid_quantity',
  2170: 'invalid_choice',
  2210: 'invalid_email',
  2220: 'invalid_currency',
  2260: 'invalid_choice',
  4000: 'query_syntax',
  4001: 'query_invalid',
  4002: 'query_failed',
  5000: 'unknown_property',
  5030: 'unsupported_operation',
  6530: 'invalid_text',
  // What it refers to.
  610: 'not_found',
  620: 'cannot_be_linked',
  630: 'duplicate_object',
  700: 'reference_invalid',
  800: 'has_dependents',
  900: 'reference_invalid',
  2500: 'reference_invalid',
  5010: 'stale',
  6140: 'duplicate_number',
  6220: 'has_balance',
  6240: 'duplicate_name',
  6250: 'customer_invalid',
  6280: 'has_balance',
  // What the books say.
  2290: 'negative_amount',
  2300: 'unbalanced',
  6000: 'business_rule',
  6010: 'account_type',
  6070: 'line_arithmetic',
  6090: 'discount_incomplete',
  6100: 'line_tax_code',
  6130: 'bill_with_parent',
  6170: 'tax_detail_not_applicable',
  6180: 'too_deep',
  6200: 'period_closed',
  6210: 'period_closed',
  6270: 'inventory_date',
  6430: 'account_type',
  6440: 'line_detail_missing',
  6450: 'void_failed',
  6470: 'tax_error',
  6480: 'bank_matched',
  6540: 'deposited',
}
