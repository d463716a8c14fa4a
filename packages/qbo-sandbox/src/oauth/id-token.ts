import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'
import type { Grant, OAuthState, PrivateKey } from './state.ts'
import type { OAuthWorld } from './world.ts'

/** Fixed inside clients (intuit-oauth checks it), so it is Intuit's own here too. */
export const ISSUER = 'https://oauth.platform.intuit.com/op/v1'

/** The one person who works in the companies of the sandbox. */
export const SUBJECT = '7c1e6f0a-2b43-5d98-9a61-3f4d0e8b2c57'

/** Who allowed the grant, signed. The one thing here that needs real cryptography: its key is made on first use. */
export function idToken({ state, clock }: OAuthWorld, grant: Grant): string {
  const key = signingKey(state)
  const now = Math.floor(clock.now() / 1000)
  const signed = [
    { kid: keyId(key), typ: 'JWT', alg: 'RS256' },
    {
      sub: SUBJECT,
      aud: [grant.clientId],
      realmid: grant.realmId,
      auth_time: Math.floor(grant.grantedAt / 1000),
      iss: ISSUER,
      exp: now + 3600,
      iat: now,
    },
  ]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.')
  const signature = sign(
    'RSA-SHA256',
    Buffer.from(signed),
    createPrivateKey({ key: { kty: 'RSA', ...key }, format: 'jwk' }),
  )
  return `${signed}.${signature.toString('base64url')}`
}

/** The public half, as the key set shows it. */
export function publicKey(state: OAuthState): object {
  const key = signingKey(state)
  return { kty: 'RSA', e: key.e, use: 'sig', kid: keyId(key), alg: 'RS256', n: key.n }
}

const keyId = (key: PrivateKey) => createHash('sha256').update(key.n).digest('hex').slice(0, 16)

function signingKey(state: OAuthState): PrivateKey {
  if (state.signingKey === undefined) {
    const {
      n = '',
      e = '',
      d = '',
      p = '',
      q = '',
      dp = '',
      dq = '',
      qi = '',
    } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
    }).privateKey.export({ format: 'jwk' })
    state.signingKey = { n, e, d, p, q, dp, dq, qi }
  }
  return state.signingKey
}
