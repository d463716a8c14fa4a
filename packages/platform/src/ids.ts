import { randomBytes, randomUUID } from 'node:crypto'

/** Identity and randomness come in through this port; a test hands in a counted one. */
export interface Ids {
  /** A new id for a row of ours. */
  uuid(): string
  /** A secret nobody can guess: sessions, invitations, OAuth state. URL-safe. */
  token(bytes?: number): string
}

export const systemIds: Ids = {
  uuid: () => randomUUID(),
  token: (bytes = 32) => randomBytes(bytes).toString('base64url'),
}
