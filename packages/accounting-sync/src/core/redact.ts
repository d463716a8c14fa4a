/** What stands under such a name is never shown, whatever it is. */
const SECRET_NAME =
  /^(authorization|cookie|set-cookie|password|api[-_]?key|client[-_]?secret|(access|refresh|id|bearer)[-_]?token|token)$/i

/** What gives itself away inside a text: a header that was echoed, a token by its form, a secret in a query. */
const SECRET_TEXT: readonly [RegExp, string][] = [
  [/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 …'],
  [/\beyJ[\w-]{8,}\.[\w-]{8,}(\.[\w-]*){0,3}/g, '…'],
  [/\b((?:access|refresh|id)_token|client_secret)(=|"\s*:\s*")[^&\s"]+/gi, '$1$2…'],
  [/([?&](?:code|state))=[^&\s"]+/gi, '$1=…'],
]

/** Without what opens a door: for everything that is stored of a call and may be shown to people. */
export function redacted<T>(value: T): T
export function redacted(value: unknown): unknown {
  if (typeof value === 'string') return withoutSecrets(value)
  if (Array.isArray(value)) return value.map((each) => redacted(each))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, SECRET_NAME.test(name) ? '…' : redacted(inner)]),
  )
}

const withoutSecrets = (text: string): string =>
  SECRET_TEXT.reduce((left, [pattern, instead]) => left.replaceAll(pattern, instead), text)
