import type { Knex } from 'knex'
import {
  beginRotation,
  connect,
  createKeyring,
  endRotation,
  rewrapSecrets,
  systemClock,
  systemIds,
} from '@tieout/platform'
import { keyFile, openOwnerUrl } from './lib/database.ts'

/**
 * npm run secrets:rotate
 *
 * Seals all stored secrets with a new key while the product runs. The key file gets the key and
 * running servers notice by themselves. Where keys come from TIEOUT_KEYS, put the new one first
 * yourself, restart the servers with it, then run this with the same value. Run it again if it
 * was interrupted. Old keys stay in the ring: backups from before need them.
 */
const keys = process.env.TIEOUT_KEYS

process.exitCode = await run().catch((cause: unknown) => {
  console.error(cause instanceof Error ? cause.message : String(cause))
  return 1
})

async function run(): Promise<number> {
  const { ownerUrl, close } = await openOwnerUrl()
  const owner = connect(ownerUrl, { max: 2, applicationName: 'tieout secrets:rotate' })
  try {
    const { rows } = await owner.raw(`select to_regclass('secrets') is not null as migrated`)
    if (!rows[0].migrated)
      throw new Error('This database keeps no secrets yet: start Tieout once, or run npm run migrate.')
    return await rotate(owner)
  } finally {
    await owner.destroy()
    await close()
  }
}

async function rotate(owner: Knex): Promise<number> {
  const file = keyFile()
  const keyring = createKeyring({ keys, file, ids: systemIds })
  if (keys)
    console.log(`Keys come from TIEOUT_KEYS; sealing everything with its first, ${keyring.current().id}.`)
  else if ((await beginRotation(owner, file, systemIds)) === 'new-key') {
    console.log(`The key file has a new current key, ${keyring.current().id}.`)
  } else
    console.log(`An earlier rotation was interrupted; finishing it with its key, ${keyring.current().id}.`)

  const done = await rewrapSecrets({
    owner,
    keyring,
    clock: systemClock,
    ids: systemIds,
    onProgress: ({ rewrapped }) => console.log(`  ${rewrapped} secrets sealed anew …`),
  })
  if (!keys) await endRotation(owner, file, systemIds)
  for (const sentence of done.unreadable) console.log(`  ! ${sentence}`)
  console.log(
    `${done.rewrapped} secrets now have the key ${done.keyId}; ${done.unreadable.length} could not be opened.`,
  )
  return done.unreadable.length === 0 ? 0 : 1
}
