import { join } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartOptions {
  fresh: boolean
  dev: boolean
  verbose: boolean
  /** The web server alone: workers do the jobs. */
  noJobs: boolean
  port?: string
  dataDir: string
}

export function readOptions(args: string[]): StartOptions {
  const { values } = parseArgs({
    args,
    options: {
      fresh: { type: 'boolean', default: false },
      dev: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      'no-jobs': { type: 'boolean', default: false },
      port: { type: 'string' },
    },
  })
  const { 'no-jobs': noJobs, ...others } = values
  return { ...others, noJobs, dataDir: dataDirectory() }
}

/** Everything that a run keeps: the embedded database, keys, the sandbox company. */
export const dataDirectory = () => process.env.TIEOUT_DATA_DIR ?? join(process.cwd(), '.data')
