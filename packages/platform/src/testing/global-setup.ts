import { chmodSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { migrationsDirectory, testPasswords } from './settings.ts'

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string
    superuserUrl: string
  }
}

/**
 * One real PostgreSQL for the whole run, migrated once into a template; every test file clones it.
 * The scratch cluster lives in /var/tmp because the server may not run as root and must reach it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL
  let embedded: EmbeddedPostgres | undefined
  let home = ''
  if (!given) {
    home = await mkdtemp(join('/var/tmp', 'tieout-test-'))
    chmodSync(home, 0o755)
    embedded = await startEmbeddedPostgres({
      dataDir: join(home, 'pg'),
      database: 'tieout_template',
      throwaway: true,
    })
  }
  const ownerUrl = embedded?.ownerUrl ?? given ?? ''
  await migrate({ ownerUrl, directory: migrationsDirectory, rolePasswords: testPasswords })
  project.provide('ownerUrl', ownerUrl)
  project.provide('superuserUrl', embedded?.superuserUrl ?? ownerUrl)
  return async () => {
    await embedded?.stop()
    if (home) rmSync(home, { recursive: true, force: true })
  }
}
