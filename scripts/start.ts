import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createKeyring, createLog, MigrationFailed, systemClock, systemIds } from '@tieout/platform'
import { removeEmbeddedPostgres } from '@tieout/platform/embedded'
import { chooseEdition, composeHost, ConfigError, readConfig, seedDemo, serve } from '@tieout/server'
import { buildPages } from './lib/build.ts'
import { keyFile } from './lib/database.ts'
import { openDatabase } from './lib/open-database.ts'
import { readOptions, type StartOptions } from './lib/options.ts'
import { portState } from './lib/ports.ts'
import { step } from './lib/progress.ts'
import { welcome } from './lib/welcome.ts'

/** A mistake of the surroundings, told in one sentence and without a stack. */
class CannotStart extends Error {}

const options = chosenOptions()
const began = performance.now()
let closing: Promise<void> | null = null
const closers: (() => Promise<void>)[] = []

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!closing) console.log('\nStopping …')
    void close().then(() => process.exit(0))
  })
}

try {
  await start()
} catch (error) {
  await close()
  console.error(`\n${explain(error)}`)
  process.exit(1)
}

function chosenOptions(): StartOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}. There are --port N, --fresh, --dev and --verbose.`,
    )
    process.exit(1)
  }
}

async function start(): Promise<void> {
  const config = readConfig({ ...process.env, ...(options.port && { PORT: options.port }) })
  const state = await portState(config.port, config.host)
  if (state !== 'free') throw new CannotStart(portSentence(config.port, state))

  console.log('Starting Tieout')
  if (options.fresh) await step('Forgetting the data of earlier runs', forgetEverything)
  const opened = await step('Starting the database', () => openDatabase({ dataDir: options.dataDir }))
  closers.push(() => opened.close())
  const applied = await step('Bringing the database up to date', () => opened.migrate())
  if (applied.length > 0) console.log(`    ${applied.length} migrations applied`)

  const log = createLog({
    level: options.verbose ? 'info' : config.logLevel === 'info' ? 'warn' : config.logLevel,
  })
  const edition = await chooseEdition(config.edition, log)
  const parts = {
    config,
    database: opened.database,
    appUrl: opened.appUrl,
    clock: systemClock,
    ids: systemIds,
    log,
    edition,
    keyring: createKeyring({ keys: config.keys, file: keyFile(), ids: systemIds }),
  }
  if (await opened.isEmpty()) await step('Creating the demo companies', () => seedDemo(parts))
  if (!options.dev) await step('Building the pages', buildPages)
  const host = composeHost(parts)
  const serving = await step('Opening the doors', () => serve(host, { dev: options.dev }))
  closers.push(() => serving.stop())
  console.log(
    welcome({
      config,
      edition: edition.editions.edition,
      seconds: (performance.now() - began) / 1000,
      opened,
    }),
  )
}

async function forgetEverything(): Promise<void> {
  if (process.env.DATABASE_URL) {
    throw new CannotStart(
      '--fresh forgets only the embedded database. Empty the one in DATABASE_URL yourself.',
    )
  }
  await removeEmbeddedPostgres(join(options.dataDir, 'postgres'))
  if (existsSync(options.dataDir)) rmSync(options.dataDir, { recursive: true, force: true })
}

/** In the order opposite to opening: doors, jobs, pools, and the database last. */
async function close(): Promise<void> {
  closing ??= (async () => {
    for (const closer of closers.toReversed()) {
      await closer().catch((error: unknown) => console.error(`While stopping: ${explain(error)}`))
    }
  })()
  await closing
}

function portSentence(port: number, state: 'busy' | 'forbidden'): string {
  if (state === 'forbidden') return `This user may not listen on port ${port}. Try: npm start -- --port 3000`
  return `Port ${port} is in use by another program. Stop it, or try: npm start -- --port ${port + 1}`
}

function explain(error: unknown): string {
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
