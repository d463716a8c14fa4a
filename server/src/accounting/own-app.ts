import type { SecretStore, Transaction } from '@tieout/platform'
import { z } from 'zod'
import type { AppCredentials } from './config.ts'

/** The app that a tenant has at Intuit itself. Its secret lies sealed, is never logged and never shown again. */
export interface OwnAppPlace {
  tenant: string
  environment: string
}

const sealed = z.object({ clientId: z.string(), clientSecret: z.string() })

/** With its secret: for asking Intuit, and for nothing else. */
export async function readOwnApp(
  secrets: SecretStore,
  trx: Transaction,
  place: OwnAppPlace,
): Promise<AppCredentials | null> {
  const secret = await secrets.get(trx, placeOf(place))
  return secret === null ? null : sealed.parse(JSON.parse(secret))
}

/** What people are shown: the client id alone. */
export async function ownClientId(
  secrets: SecretStore,
  trx: Transaction,
  place: OwnAppPlace,
): Promise<string | null> {
  return (await readOwnApp(secrets, trx, place))?.clientId ?? null
}

/** Writes or replaces. */
export async function saveOwnApp(
  secrets: SecretStore,
  trx: Transaction,
  place: OwnAppPlace,
  { clientId, clientSecret }: AppCredentials,
): Promise<void> {
  await secrets.put(trx, placeOf(place), JSON.stringify({ clientId, clientSecret }))
}

/** False when there was none. */
export const removeOwnApp = (secrets: SecretStore, trx: Transaction, place: OwnAppPlace): Promise<boolean> =>
  secrets.remove(trx, placeOf(place))

const placeOf = ({ tenant, environment }: OwnAppPlace) => ({
  tenant,
  purpose: 'accounting_app',
  ref: environment,
})
