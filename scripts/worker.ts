import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { connect, createKeyring, createLog, systemClock, systemIds } from '@tieout/platform'
import { chooseEdition, composeHost, readConfig, type Config } from '@tieout/server'
import { dataDirectory } from './lib/options.ts'
import { findRunningDatabase, keyFile } from './lib/database.ts'
import { CannotStart, explain } from './lib/explain.ts'
import { connectServing } from './lib/open-database.ts'
import { findRunning, sandboxSettings } from './lib/running-sandbox.ts'

const USAGE = `npm run worker: does the jobs of a Tieout whose web server runs elsewhere

  --grace N     so many seconds jobs have to come to an end after Ctrl-C (30)
  --verbose     tells what it does
  --help        this text

It works on DATABASE_URL, or on the database of an npm start on this machine. Run as many as you like.
`

/** How often a worker looks whether its local database is still the same. */
const LOOK_SECONDS = 5

const began = performance.now()
const options = chosenOptions()
const closers: (() => Promise<void>)[] = []
let closing: Promise<void> | null = null

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    if (!closing) console.log('\nStopping: what runs comes to its end first …')
    void close().then(() => process.exit(0))
  })
}

try {
  await start()
} catch (error) {
  await close()
  console.error(explain(error, options))
  process.exit(1)
}

async function start(): Promise<void> {
  const { ownerUrl, isLocal } = await databaseToWorkOn()
  const config = configured()
  const log = createLog({
    level: options.verbose ? 'info' : config.logLevel === 'info' ? 'warn' : config.logLevel,
  })
  if (!config.keys && !existsSync(keyFile())) throw new CannotStart(noKeys())
  await mustBeMigrated(ownerUrl)
  const { appUrl, database } = connectServing(ownerUrl)
  closers.push(() => database.close())
  const host = composeHost({
    config,
    database,
    appUrl,
    clock: systemClock,
    ids: systemIds,
    log,
    edition: await chooseEdition(config.edition, log),
    keyring: createKeyring({ keys: config.keys, file: keyFile(), ids: systemIds }),
  })
  await host.start()
  closers.push(() => host.stop(options.grace))
  const seconds = ((performance.now() - began) / 1000).toFixed(1)
  console.log(`A worker is ready after ${seconds} s (process ${process.pid}). Ctrl-C stops it.`)
  if (isLocal) endWithDatabase(ownerUrl)
}

async function databaseToWorkOn(): Promise<{ ownerUrl: string; isLocal: boolean }> {
  const given = process.env.DATABASE_URL
  if (given) return { ownerUrl: given, isLocal: false }
  const running = await findRunningDatabase()
  if (running) return { ownerUrl: running, isLocal: true }
  throw new CannotStart(
    'There is no database to work on: set DATABASE_URL, or run npm start in another window first.',
  )
}

/** The same company that `npm start` brought, unless somebody says where another is. */
function configured(): Config {
  const asked = readConfig(process.env)
  const sandbox = asked.accounting.bringsSandbox ? findRunning(dataDirectory()) : null
  return sandbox ? readConfig({ ...process.env, ...sandboxSettings(sandbox) }) : asked
}

/** Keys of its own would open nothing that the server has sealed. */
function noKeys(): string {
  return `The keys of the server are missing (${keyFile()}): set TIEOUT_KEYS, or TIEOUT_DATA_DIR as it has it.`
}

async function mustBeMigrated(ownerUrl: string): Promise<void> {
  const owner = connect(ownerUrl, { max: 1, applicationName: 'tieout worker', silent: true })
  try {
    const { rows } = await owner.raw(`select to_regclass('job_schedules') is not null as migrated`)
    if (!rows[0].migrated) {
      throw new CannotStart('This database is still empty: run npm start once, or npm run migrate.')
    }
  } finally {
    await owner.destroy()
  }
}

/** The local database is stopped with its server and comes back at another address. */
function endWithDatabase(ownerUrl: string): void {
  const look = setInterval(async () => {
    if (closing || (await findRunningDatabase()) === ownerUrl) return
    clearInterval(look)
    console.log('The database was stopped, and this worker with it.')
    await close()
    process.exit(0)
  }, LOOK_SECONDS * 1000)
  closers.push(async () => clearInterval(look))
}

/** Jobs first, then the pools they work on. */
async function close(): Promise<void> {
  closing ??= (async () => {
    for (const closer of closers.toReversed()) {
      await closer().catch((error: unknown) => console.error(`While stopping: ${explain(error, options)}`))
    }
  })()
  await closing
}

function chosenOptions(): { grace: number; verbose: boolean } {
  try {
    const { values } = parseArgs({
      options: {
        grace: { type: 'string', default: '30' },
        verbose: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    })
    if (values.help) {
      process.stdout.write(USAGE)
      process.exit(0)
    }
    if (!/^\d{1,4}$/.test(values.grace)) throw new Error(`--grace takes seconds, not "${values.grace}"`)
    return { grace: Number(values.grace), verbose: values.verbose }
  } catch (error) {
    console.error(
      `${error instanceof Error ? error.message : error}. There are --grace N, --verbose and --help.`,
    )
    process.exit(1)
  }
}
