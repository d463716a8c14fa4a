import { z } from 'zod'
import { accountingConfig, accountingSettings, type AccountingConfig } from './accounting/config.ts'
import { ConfigError } from './config-error.ts'

export { ConfigError }

/** Everything the environment may say, read once at start-up; a wrong value is one clear sentence. */
const environment = z.object({
  PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  HOST: z.string().default('127.0.0.1'),
  PUBLIC_ORIGIN: z.url().optional(),
  EDITION: z.enum(['community', 'enterprise']).default('enterprise'),
  SMTP_URL: z.url().optional(),
  MAIL_FROM: z.string().default('Tieout <billing@tieout.example>'),
  TIEOUT_KEYS: z.string().optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
  TRUST_PROXY: z.stringbool().default(false),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
  ...accountingSettings,
})

export interface Config {
  port: number
  host: string
  /** What people type into the browser; mails link to it and cookies are secure when it is https. */
  publicOrigin: string
  edition: 'community' | 'enterprise'
  smtpUrl?: string
  mailFrom: string
  keys?: string
  metricsToken?: string
  trustProxy: boolean
  logLevel: string
  accounting: AccountingConfig
}

export function readConfig(env: Record<string, string | undefined>): Config {
  const parsed = environment.safeParse(
    Object.fromEntries(Object.entries(env).filter(([, value]) => value !== '')),
  )
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw new ConfigError(`The setting ${String(issue?.path[0])} is not valid: ${issue?.message}.`)
  }
  const { data } = parsed
  return {
    port: data.PORT,
    host: data.HOST,
    publicOrigin: new URL(data.PUBLIC_ORIGIN ?? `http://localhost:${data.PORT}`).origin,
    edition: data.EDITION,
    smtpUrl: data.SMTP_URL,
    mailFrom: data.MAIL_FROM,
    keys: data.TIEOUT_KEYS,
    metricsToken: data.METRICS_TOKEN,
    trustProxy: data.TRUST_PROXY,
    logLevel: data.LOG_LEVEL,
    accounting: accountingConfig(data),
  }
}
