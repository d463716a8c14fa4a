import { createHmac } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import {
  APP_ROLE,
  connect,
  createDatabase,
  migrate,
  SYSTEM_ROLE,
  withCredentials,
  type Database,
} from '@tieout/platform'
import { embeddedHome, startEmbeddedPostgres } from '@tieout/platform/embedded'

export const migrationsDirectory = join(process.cwd(), 'migrations')

export interface OpenDatabase {
  kind: 'embedded' | 'external'
  /** For people: where the data lies. */
  where: string
  ownerUrl: string
  appUrl: string
  database: Database
  /** Answers the names of the migrations that were applied. */
  migrate(): Promise<string[]>
  isEmpty(): Promise<boolean>
  close(): Promise<void>
}

/** The database of `DATABASE_URL`, or the embedded one; ready for `migrate`. */
export async function openDatabase({ dataDir }: { dataDir: string }): Promise<OpenDatabase> {
  const given = process.env.DATABASE_URL
  const embedded = given ? null : await startEmbedded(dataDir)
  const ownerUrl = embedded?.ownerUrl ?? given ?? ''
  const passwords = rolePasswords(ownerUrl)
  const { appUrl, database } = connectServing(ownerUrl)
  return {
    kind: embedded ? 'embedded' : 'external',
    where: embedded ? embeddedHome(join(dataDir, 'postgres')) : new URL(ownerUrl).host,
    ownerUrl,
    appUrl,
    database,
    migrate: () => migrate({ ownerUrl, directory: migrationsDirectory, rolePasswords: passwords }),
    isEmpty: () =>
      database.withSystem(
        async (trx) => (await trx('tenants').first('tenant').orderBy('tenant')) === undefined,
      ),
    async close() {
      await database.close()
      await embedded?.stop()
    },
  }
}

/** As the two serving roles, whoever has the database open. */
export function connectServing(ownerUrl: string): { appUrl: string; database: Database } {
  const passwords = rolePasswords(ownerUrl)
  const appUrl = withCredentials(ownerUrl, APP_ROLE, passwords.app)
  const database = createDatabase({
    app: connect(appUrl, { max: 8 }),
    system: connect(withCredentials(ownerUrl, SYSTEM_ROLE, passwords.system), { max: 4 }),
  })
  return { appUrl, database }
}

function startEmbedded(dataDir: string) {
  mkdirSync(dataDir, { recursive: true })
  return startEmbeddedPostgres({ dataDir: join(dataDir, 'postgres') })
}

/**
 * The serving roles' passwords follow from the owner's, so that every process that is given the same
 * `DATABASE_URL` finds them and there is no second secret to hand around. They cannot be turned back.
 */
export function rolePasswords(ownerUrl: string): { app: string; system: string } {
  const secret = decodeURIComponent(new URL(ownerUrl).password)
  const derive = (role: string) => createHmac('sha256', secret).update(`tieout role ${role}`).digest('hex')
  return { app: derive(APP_ROLE), system: derive(SYSTEM_ROLE) }
}
