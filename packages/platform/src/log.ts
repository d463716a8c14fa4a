import pino, { type Logger } from 'pino'

export type Log = Pick<Logger, 'debug' | 'info' | 'warn' | 'error'> & {
  child(facts: Record<string, unknown>): Log
}

/**
 * Anything under one of these names is blanked wherever it hangs, up to three levels deep.
 * Values that only look like secrets are the duty of whoever logs: log facts, never whole objects.
 */
const SECRET_KEYS = [
  'password',
  'passwordHash',
  'password_hash',
  'token',
  'accessToken',
  'access_token',
  'refreshToken',
  'refresh_token',
  'clientSecret',
  'client_secret',
  'secret',
  'authorization',
  'cookie',
  'set-cookie',
  'csrfToken',
  'x-csrf-token',
  'code',
]

const paths = SECRET_KEYS.flatMap((key) => {
  const quoted = `["${key}"]`
  return [quoted, `*${quoted}`, `*.*${quoted}`, `*.*.*${quoted}`]
})

export interface LogOptions {
  level?: string
  /** Where lines go; tests hand in a sink. */
  write?: (line: string) => void
}

export function createLog(options: LogOptions = {}): Log {
  const settings = {
    level: options.level ?? 'info',
    base: undefined,
    redact: { paths, censor: '[redacted]' },
    serializers: { err: pino.stdSerializers.err },
  }
  return options.write ? pino(settings, { write: options.write }) : pino(settings)
}
