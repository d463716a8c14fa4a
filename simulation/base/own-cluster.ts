import { migrate } from '@tieout/platform'
import { startEmbeddedPostgres } from '@tieout/platform/embedded'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Cluster } from './cluster.ts'

export interface OwnCluster extends Cluster {
  stop(): Promise<void>
}

const migrationsDirectory = fileURLToPath(new URL('../../migrations', import.meta.url))
const passwords = { app: 'sim-app', system: 'sim-system' }

/** A PostgreSQL for this run alone, migrated, thrown away afterwards. The server may not run as root and must reach it. */
export async function startOwnCluster(): Promise<OwnCluster> {
  const home = mkdtempSync(join('/var/tmp', 'tieout-sim-'))
  chmodSync(home, 0o755)
  const postgres = await startEmbeddedPostgres({ dataDir: join(home, 'pg'), throwaway: true })
  const { ownerUrl, superuserUrl } = postgres
  await migrate({ ownerUrl, directory: migrationsDirectory, rolePasswords: passwords })
  return {
    ownerUrl,
    superuserUrl,
    passwords,
    async stop() {
      await postgres.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}
