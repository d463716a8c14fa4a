/**
 * The session cookie. Browsers refuse Secure cookies over plain http, and `__Host-` with them, so
 * both follow the scheme of the public origin.
 */
export interface CookieOptions {
  secure: boolean
  /** Seconds. */
  maxAge: number
}

export function sessionCookie(token: string, { secure, maxAge }: CookieOptions): string {
  const attributes = [
    `${cookieName(secure)}=${token}`,
    'Path=/',
    `Max-Age=${maxAge}`,
    'HttpOnly',
    'SameSite=Lax',
  ]
  if (secure) attributes.push('Secure')
  return attributes.join('; ')
}

export const clearSessionCookie = (secure: boolean): string => sessionCookie('', { secure, maxAge: 0 })

export const isSecureOrigin = (publicOrigin: string): boolean => new URL(publicOrigin).protocol === 'https:'

/** The token a browser sent, or `null`. Anything of another shape never reaches the database. */
export function readSessionToken(cookieHeader: string | null | undefined, secure: boolean): string | null {
  const wanted = `${cookieName(secure)}=`
  for (const part of (cookieHeader ?? '').split(';')) {
    const pair = part.trim()
    if (!pair.startsWith(wanted)) continue
    const token = pair.slice(wanted.length)
    return /^[A-Za-z0-9._-]{20,200}$/.test(token) ? token : null
  }
  return null
}

const cookieName = (secure: boolean) => (secure ? '__Host-tieout_session' : 'tieout_session')
