import { migrate } from '@tieout/platform'
import { removeEmbeddedPostgres, startEmbeddedPostgres } from '@tieout/platform/embedded'
import { chmodSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Cluster } from './cluster.ts'
import { leftByTheDead, ownFolder } from './leftovers.ts'

export interface OwnCluster extends Cluster {
  stop(): Promise<void>
}

const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url))
const passwords = { app: 'sim-app', system: 'sim-system' }
/** The server may not run as root and must reach it. */
const [WHERE, NAME] = ['/var/tmp', 'tieout-sim']

/**
 * A PostgreSQL for this run alone, migrated, thrown away afterwards, also when the run is told to end. What runs
 * left behind that were killed is cleared away first.
 */
export async function startOwnCluster(): Promise<OwnCluster> {
  for (const left of leftByTheDead(WHERE, NAME)) {
    await removeEmbeddedPostgres(join(left, 'pg'))
    rmSync(left, { recursive: true, force: true })
  }
  const home = ownFolder(WHERE, NAME)
  chmodSync(home, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir: join(home, 'pg'), throwaway: true })
  const tidied = once(async () => {
    await postgres.stop()
    rmSync(home, { recursive: true, force: true })
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => void tidied().finally(() => process.exit(1)))
  const { ownerUrl, superuserUrl } = postgres
  await migrate({ ownerUrl, directory: migrationsDirectory, rolePasswords: passwords })
  return { ownerUrl, superuserUrl, passwords, stop: tidied }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
