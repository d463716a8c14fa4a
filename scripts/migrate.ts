import { migrate } from '@tieout/platform'
import { openOwnerUrl } from './lib/database.ts'
import { migrationsDirectory, rolePasswords } from './lib/open-database.ts'

/** npm run migrate: for operators who upgrade the database before they start the new version. */
const { ownerUrl, close } = await openOwnerUrl()
try {
  const applied = await migrate({
    ownerUrl,
    directory: migrationsDirectory,
    rolePasswords: rolePasswords(ownerUrl),
  })
  console.log(applied.length === 0 ? 'The database is up to date.' : `Applied ${applied.join(', ')}.`)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
} finally {
  await close()
}
