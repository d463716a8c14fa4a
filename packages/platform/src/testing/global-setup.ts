import { chmodSync, rmSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../db/embedded.ts'
import { migrate } from '../db/migrate.ts'
import { asAdmin } from './admin.ts'
import { migrationsDirectory, testPasswords } from './settings.ts'

declare module 'vitest' {
  interface ProvidedContext {
    ownerUrl: string
    superuserUrl: string
    filledPrefix: string
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
  const superuserUrl = embedded?.superuserUrl ?? ownerUrl
  project.provide('superuserUrl', superuserUrl)
  const filledPrefix = `f_${crypto.randomUUID().slice(0, 8)}_`
  project.provide('filledPrefix', filledPrefix)
  return async () => {
    if (given) await dropAll(superuserUrl, filledPrefix)
    await embedded?.stop()
    if (home) rmSync(home, { recursive: true, force: true })
  }
}

async function dropAll(superuserUrl: string, prefix: string): Promise<void> {
  await asAdmin(superuserUrl, async (admin) => {
    const names: string[] = await admin('pg_database')
      .whereLike('datname', `${prefix}%`)
      .orderBy('datname')
      .pluck('datname')
    for (const name of names) await admin.raw('drop database ?? with (force)', [name])
  })
}
