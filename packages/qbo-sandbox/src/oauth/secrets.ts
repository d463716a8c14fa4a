import type { Random } from '../ports.ts'
import type { OAuthWorld } from './world.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'
const LOWER = LETTERS.slice(26)
const URL_SAFE = `${LETTERS}-_`

/** `{"enc":"A128CBC-HS256","alg":"dir"}`, with which every access token of Intuit's begins. */
const SEALED = 'eyJlbmMiOiJBMTI4Q0JDLUhTMjU2IiwiYWxnIjoiZGlyIn0'

export function draw(random: Random, length: number, alphabet = LETTERS): string {
  let text = ''
  for (let at = 0; at < length; at += 1) text += alphabet[Math.floor(random.next() * alphabet.length)]
  return text
}

const seconds = (at: number) => Math.floor(at / 1000)

/** What follows look as the real ones do, in length and letters: a column too short for them is found out. */
export function newCode({ state, clock, random }: OAuthWorld): string {
  state.serial += 1
  return `XAB11${seconds(clock.now())}${state.serial.toString(36)}${draw(random, 32)}`
}

export function newRefreshToken({ state, random }: OAuthWorld, expiresAt: number): string {
  state.serial += 1
  return `RT1-${state.serial}-H0-${seconds(expiresAt)}${draw(random, 20, LOWER)}`
}

export function newAccessToken({ state, random }: OAuthWorld): string {
  state.serial += 1
  const serial = state.serial.toString(36)
  const start = serial + draw(random, 22 - serial.length, URL_SAFE)
  return `${SEALED}..${start}.${draw(random, 684, URL_SAFE)}.${draw(random, 22, URL_SAFE)}`
}

export const looksLikeAccessToken = (text: string) =>
  text.length >= 40 && text.length <= 4096 && /^[\w.-]+$/.test(text)

/** The pair that an app is known by, told from chance alone: the same seed, the same app. */
export function newCredentials(random: Random): { clientId: string; clientSecret: string } {
  return { clientId: `AB${draw(random, 48)}`, clientSecret: draw(random, 40) }
}
