import { MigrationFailed } from '@tieout/platform'
import { ConfigError } from '@tieout/server'

/** A mistake of the surroundings, told in one sentence and without a stack. */
export class CannotStart extends Error {}

/** What went wrong, for whoever sits at the terminal. */
export function explain(error: unknown, options: { verbose: boolean }): string {
  if (error instanceof CannotStart || error instanceof ConfigError || error instanceof MigrationFailed)
    return error.message
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error ? String(error.code) : ''
  if (code === 'EACCES' || code === 'EPERM') return `This user may not do that: ${error.message}`
  if (code === 'ENOSPC') return 'The disk is full.'
  if (code === 'ECONNREFUSED') return 'The database in DATABASE_URL does not answer.'
  if (code === '28P01' || code === '28000')
    return 'The database in DATABASE_URL refused the user or password.'
  if (code === '42501')
    return `The user in DATABASE_URL lacks a right: ${error.message}. It must own the database and may create roles.`
  return options.verbose
    ? (error.stack ?? error.message)
    : `${error.message}\n(run with --verbose to see where)`
}
