import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { connect } from '@tieout/platform'
import { embeddedHome, startEmbeddedPostgres } from '@tieout/platform/embedded'
import { dataDirectory } from './options.ts'

/** The keys of an installation that does not get them from TIEOUT_KEYS. */
export const keyFile = () => join(dataDirectory(), 'keys.json')

export interface OpenedDatabase {
  /** Signs in as the owner of the tables. */
  ownerUrl: string
  /** Stops the server if it was started for this. */
  close(): Promise<void>
}

/** DATABASE_URL, or the local database: the running one if the product has it open, else started for us. */
export async function openOwnerUrl(): Promise<OpenedDatabase> {
  const given = process.env.DATABASE_URL
  if (given) return { ownerUrl: given, close: async () => {} }
  const running = await findRunningDatabase()
  if (running) return { ownerUrl: running, close: async () => {} }
  const { ownerUrl, stop } = await startEmbeddedPostgres({ dataDir: join(dataDirectory(), 'postgres') })
  return { ownerUrl, close: stop }
}

/** The local database, while `npm start` has it open. */
export async function findRunningDatabase(dataDir = dataDirectory()): Promise<string | null> {
  const running = runningOwnerUrl(embeddedHome(join(dataDir, 'postgres')))
  return running && (await answers(running)) ? running : null
}

/** The address as the files beside a cluster tell it; the fourth line of the pid file is the port. */
function runningOwnerUrl(home: string): string | null {
  const pidFile = join(home, 'cluster', 'postmaster.pid')
  const passwordFile = join(home, 'passwords.json')
  if (!existsSync(pidFile) || !existsSync(passwordFile)) return null
  const port = Number(readFileSync(pidFile, 'utf8').split('\n')[3])
  const { owner } = z.object({ owner: z.string() }).parse(JSON.parse(readFileSync(passwordFile, 'utf8')))
  return Number.isInteger(port) && port > 0
    ? `postgres://tieout_owner:${owner}@127.0.0.1:${port}/tieout`
    : null
}

async function answers(url: string): Promise<boolean> {
  const probe = connect(url, { max: 1, applicationName: 'tieout probe', silent: true })
  try {
    await probe.raw('select 1')
    return true
  } catch {
    // A pid file left by a killed server: nobody listens, or somebody else does.
    return false
  } finally {
    await probe.destroy()
  }
}
