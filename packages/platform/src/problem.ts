/**
 * A refusal that a person can read: the shape of RFC 9457 plus which field was wrong and why.
 * Anything thrown that is not a Problem is our fault and leaves as a plain 500 without details.
 */
export interface FieldError {
  /** Dotted path of the input, such as `address.city`. */
  field: string
  /** Machine-readable reason, such as `too_small`; screens translate it. */
  reason: string
  message: string
}

export interface ProblemOptions {
  /** Stable kebab-case word; the screens' message key is `problems.<code>`. */
  code: string
  status: number
  detail: string
  fields?: FieldError[]
  /** Extra members a client may act on, such as `retryAfterSeconds`. Never secrets. */
  extra?: Record<string, unknown>
}

export class Problem extends Error {
  readonly code: string
  readonly status: number
  readonly fields: FieldError[]
  readonly extra: Record<string, unknown>

  constructor(options: ProblemOptions) {
    super(options.detail)
    this.name = 'Problem'
    this.code = options.code
    this.status = options.status
    this.fields = options.fields ?? []
    this.extra = options.extra ?? {}
  }
}

export const badInput = (detail: string, fields: FieldError[] = []) =>
  new Problem({ code: 'bad-input', status: 400, detail, fields })

export const notSignedIn = () =>
  new Problem({ code: 'not-signed-in', status: 401, detail: 'Sign in to continue.' })

export const notAllowed = (permission: string) =>
  new Problem({
    code: 'not-allowed',
    status: 403,
    detail: 'Your role does not allow this.',
    extra: { permission },
  })

export const notFound = (what: string) =>
  new Problem({ code: 'not-found', status: 404, detail: `There is no such ${what}.` })

/** The request was understood but the state of things forbids it; `code` says which rule. */
export const conflict = (code: string, detail: string, extra: Record<string, unknown> = {}) =>
  new Problem({ code, status: 409, detail, extra })
