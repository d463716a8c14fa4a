import { describe, expect, it } from 'vitest'
import { clearSessionCookie, isSecureOrigin, readSessionToken, sessionCookie } from './cookies.ts'

const TOKEN = 'abcdefghijklmnopqrstuvwxyz012345'

describe('the session cookie', () => {
  it('is out of reach of scripts and other sites, and bound to the host where the origin is https', () => {
    expect(sessionCookie(TOKEN, { secure: true, maxAge: 60 })).toBe(
      `__Host-tieout_session=${TOKEN}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax; Secure`,
    )
  })

  it('is not Secure over plain http, where browsers would drop it', () => {
    expect(sessionCookie(TOKEN, { secure: false, maxAge: 60 })).toBe(
      `tieout_session=${TOKEN}; Path=/; Max-Age=60; HttpOnly; SameSite=Lax`,
    )
    expect(isSecureOrigin('http://localhost:3000')).toBe(false)
    expect(isSecureOrigin('https://psa.example.com')).toBe(true)
  })

  it('is cleared under the same name and attributes', () => {
    expect(clearSessionCookie(true)).toBe(
      '__Host-tieout_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax; Secure',
    )
  })

  it('is found among others', () => {
    expect(readSessionToken(`theme=dark; tieout_session=${TOKEN}; a=b`, false)).toBe(TOKEN)
  })

  it('is not read under the name of the other scheme, so plain http cannot plant it', () => {
    expect(readSessionToken(`tieout_session=${TOKEN}`, true)).toBeNull()
  })

  it.each([
    null,
    undefined,
    '',
    'tieout_session=',
    'tieout_session=short',
    `tieout_session=${'x'.repeat(300)}`,
  ])('is nothing when the browser sends %s', (header) => expect(readSessionToken(header, false)).toBeNull())

  it('never lets odd characters through', () => {
    expect(readSessionToken(`tieout_session=${TOKEN}' or 1=1`, false)).toBeNull()
  })
})
