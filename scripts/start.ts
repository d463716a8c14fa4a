import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { createKeyring, createLog, systemClock, systemIds } from '@tieout/platform'
import { removeEmbeddedPostgres } from '@tieout/platform/embedded'
import {
  chooseEdition,
  composeHost,
  readConfig,
  seedDemo,
  serve,
  stockSandbox,
  type Config,
  type HostParts,
} from '@tieout/server'
import { buildPages } from './lib/build.ts'
import { keyFile } from './lib/database.ts'
import { CannotStart, explain } from './lib/explain.ts'
import { openDatabase } from './lib/open-database.ts'
import { readOptions, type StartOptions } from './lib/options.ts'
import { portState } from './lib/ports.ts'
import { step } from './lib/progress.ts'
import { outliveOrphan, sandboxSettings } from './lib/running-sandbox.ts'
import { SANDBOX_PORT, startSandbox, type SandboxBeside } from './lib/sandbox-beside.ts'
import { welcome } from './lib/welcome.ts'

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
  console.error(`\n${explain(error, options)}`)
  process.exit(1)
}

function chosenOptions(): StartOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}. There are --port N, --fresh, --dev, --no-jobs and --verbose.`,
    )
    process.exit(1)
  }
}

async function start(): Promise<void> {
  const settings = { ...process.env, ...(options.port && { PORT: options.port }) }
  const asked = readConfig(settings)
  const state = await portState(asked.port, asked.host)
  if (state !== 'free') throw new CannotStart(portSentence(asked.port, state))

  console.log('Starting Tieout')
  if (options.fresh) await step('Forgetting the data of earlier runs', forgetEverything)
  const opened = await step('Starting the database', () => openDatabase({ dataDir: options.dataDir }))
  closers.push(() => opened.close())
  const applied = await step('Bringing the database up to date', () => opened.migrate())
  if (applied.length > 0) console.log(`    ${applied.length} migrations applied`)

  const log = createLog({
    level: options.verbose ? 'info' : asked.logLevel === 'info' ? 'warn' : asked.logLevel,
  })
  const edition = await chooseEdition(asked.edition, log)
  const sandbox = edition.editions.edition === 'enterprise' ? await sandboxFor(asked) : null
  const config = sandbox ? readConfig({ ...settings, ...sandboxSettings(sandbox) }) : asked
  const parts: HostParts = {
    config,
    database: opened.database,
    appUrl: opened.appUrl,
    clock: systemClock,
    ids: systemIds,
    log,
    edition,
    keyring: createKeyring({ keys: config.keys, file: keyFile(), ids: systemIds }),
    runsJobs: !options.noJobs,
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
      sandbox,
      noJobs: options.noJobs,
    }),
  )
}

/** Billing does not need it: whatever is wrong with it is said, and the product starts. */
async function sandboxFor({ accounting }: Config): Promise<SandboxBeside | null> {
  if (!accounting.bringsSandbox) return null
  try {
    const sandbox = await step('Starting the QuickBooks sandbox', async () => {
      const started = await startSandbox({ dataDir: options.dataDir })
      closers.push(() => started.close())
      await stockSandbox(started)
      return started
    })
    if (sandbox.movedAway)
      console.log(`    port ${SANDBOX_PORT} is in use, so it listens on ${new URL(sandbox.url).port}`)
    return sandbox
  } catch (error) {
    console.error(`    ${explain(error, options)}`)
    return null
  }
}

async function forgetEverything(): Promise<void> {
  if (process.env.DATABASE_URL) {
    throw new CannotStart(
      '--fresh forgets only the embedded database. Empty the one in DATABASE_URL yourself.',
    )
  }
  await removeEmbeddedPostgres(join(options.dataDir, 'postgres'))
  await outliveOrphan(options.dataDir)
  if (existsSync(options.dataDir)) rmSync(options.dataDir, { recursive: true, force: true })
}

/** In the order opposite to opening: doors, jobs, the sandbox, pools, and the database last. */
async function close(): Promise<void> {
  closing ??= (async () => {
    for (const closer of closers.toReversed()) {
      await closer().catch((error: unknown) => console.error(`While stopping: ${explain(error, options)}`))
    }
  })()
  await closing
}

function portSentence(port: number, state: 'busy' | 'forbidden'): string {
  if (state === 'forbidden') return `This user may not listen on port ${port}. Try: npm start -- --port 3000`
  return `Port ${port} is in use by another program. Stop it, or try: npm start -- --port ${port + 1}`
}
