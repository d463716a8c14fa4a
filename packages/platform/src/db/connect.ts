import knex, { type Knex } from 'knex'
import pg from 'pg'

const DATE = 1082
const INT8 = 20
const NUMERIC = 1700
const TIMESTAMPTZ = 1184

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new Error(`bigint ${text} does not fit a number`)
  return value
}

/**
 * Dates stay `YYYY-MM-DD` text (a Date would shift them by the time zone), instants become ISO
 * text, and a bigint that a number cannot hold is an error rather than a rounded amount.
 */
const types = {
  getTypeParser(oid: number, format?: 'text' | 'binary') {
    if (oid === DATE || oid === NUMERIC) return (text: string) => text
    if (oid === INT8) return safeInteger
    if (oid === TIMESTAMPTZ) return (text: string) => new Date(text).toISOString()
    return format === 'binary' ? pg.types.getTypeParser(oid, 'binary') : pg.types.getTypeParser(oid, 'text')
  },
}

export interface ConnectOptions {
  max?: number
  applicationName?: string
  /** What fails is told by the error that is thrown; knex would print it as well. */
  silent?: boolean
}

const silence = { warn() {}, error() {}, debug() {}, deprecate() {} }

export function connect(url: string, options: ConnectOptions = {}): Knex {
  const { max = 10, applicationName = 'tieout' } = options
  return knex({
    client: 'pg',
    connection: {
      connectionString: url,
      application_name: applicationName,
      // A forgotten lock or a runaway query must end by itself; the audit sealer relies on the first.
      idle_in_transaction_session_timeout: 30_000,
      statement_timeout: 30_000,
      types,
    } as Knex.PgConnectionConfig,
    pool: { min: 0, max },
    acquireConnectionTimeout: 15_000,
    ...(options.silent ? { log: silence } : {}),
  })
}

export function withCredentials(url: string, user: string, password: string): string {
  const parsed = new URL(url)
  parsed.username = user
  parsed.password = encodeURIComponent(password)
  return parsed.toString()
}
