import { z } from 'zod'
import type { TokenSet } from '../adapter.ts'
import type { SyncHost, Trx } from '../host.ts'

/** What lies sealed: one secret for each company. */
const sealed = z.object({
  accessToken: z.string(),
  accessExpiresAt: z.iso.datetime(),
  refreshToken: z.string(),
})

export type SealedTokens = z.infer<typeof sealed>

const placeOf = (tenant: string, connectionId: string) => ({
  tenant,
  purpose: 'accounting_connection',
  ref: connectionId,
})

export async function putTokens(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
  tokens: TokenSet,
): Promise<void> {
  const { accessToken, refreshToken } = tokens
  const secret: SealedTokens = {
    accessToken,
    refreshToken,
    accessExpiresAt: tokens.accessExpiresAt.toISOString(),
  }
  await host.secrets.put(trx, placeOf(tenant, connectionId), JSON.stringify(secret))
}

export async function getTokens(
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
): Promise<SealedTokens | null> {
  const secret = await host.secrets.get(trx, placeOf(tenant, connectionId))
  return secret === null ? null : sealed.parse(JSON.parse(secret))
}

export const removeTokens = (
  host: SyncHost,
  trx: Trx,
  tenant: string,
  connectionId: string,
): Promise<boolean> => host.secrets.remove(trx, placeOf(tenant, connectionId))
