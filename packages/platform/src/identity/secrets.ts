import { createHash } from 'node:crypto'

/**
 * All that the database keeps of a session or link token. The token is 32 random bytes, so a plain
 * hash is enough: there is nothing to guess.
 */
export const digestOf = (token: string): string => createHash('sha256').update(token).digest('hex')
