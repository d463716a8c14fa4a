import type { WireRequest } from '../wire/messages.ts'

/**
 * Why a request is not the doing of somebody at this desk; undefined when it is. The desk asks for no
 * password, so other pages in the same browser must not reach it: not by forms of theirs, and not by a name
 * of theirs that leads to this machine.
 */
export function strangerIn({ method, headers }: WireRequest, origin: string): string | undefined {
  const host = headers['host'] ?? ''
  if (!isOfThisMachine(host) && host !== hostOf(origin)) {
    return `The desk does not answer to the name ${host.slice(0, 100)}. Open it by the address the command printed.`
  }
  if (method === 'GET') return undefined
  const site = headers['sec-fetch-site']
  const from = headers['origin']
  const isOwn = from === undefined ? site === 'same-origin' : hostOf(from) === host
  if (isOwn && (site === undefined || site === 'same-origin')) return undefined
  return 'This form was not sent by the desk itself, so nothing was done.'
}

/** An address, or a name that nobody can own: localhost, or one without a dot, as between containers. */
function isOfThisMachine(host: string): boolean {
  const name = host.replace(/:\d+$/, '').toLowerCase()
  return /^(\d{1,3}(\.\d{1,3}){3}|\[[\da-f:.]+\]|([a-z\d-]+\.)*localhost|[a-z\d_-]+)$/.test(name)
}

const hostOf = (origin: string): string => (URL.canParse(origin) ? new URL(origin).host : '')
