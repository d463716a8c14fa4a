import type { Audience } from '@tieout/platform/contract'

const OPEN_PAGES = ['/sign-in', '/forgot-password', '/reset-password', '/accept-invitation']
const SIGN_IN: Record<Audience, string> = {
  msp: '/sign-in',
  portal: '/portal/sign-in',
  operator: '/operator/sign-in',
}
const HOME: Record<Audience, string> = { msp: '/', portal: '/portal', operator: '/operator' }

/** Which side of the house a page belongs to. */
export function pageAudience(pathname: string): Audience | 'anyone' {
  if (OPEN_PAGES.includes(pathname) || Object.values(SIGN_IN).includes(pathname)) return 'anyone'
  if (pathname === '/portal' || pathname.startsWith('/portal/')) return 'portal'
  if (pathname === '/operator' || pathname.startsWith('/operator/')) return 'operator'
  return 'msp'
}

export const signInPath = (audience: Audience) => SIGN_IN[audience]
export const homeOf = (audience: Audience) => HOME[audience]

/** Only a path of our own may follow a sign-in; anything else would send people to strangers. */
export function safeNext(next: string | null, audience: Audience): string {
  if (!next || !next.startsWith('/') || next.startsWith('//') || next.includes('\\')) return HOME[audience]
  return pageAudience(next.split('?')[0] ?? '/') === audience ? next : HOME[audience]
}
