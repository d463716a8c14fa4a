import type { WireRequest, WireResponse } from '../../wire/messages.ts'

/** A core that says what it heard, so that what a door changes on the way in shows on the way out. */
export const heard: WireRequest[] = []
export function echo(request: WireRequest): WireResponse {
  heard.push(request)
  const { method, target, headers, body, malformed } = request
  const status = Number(headers['x-status'] ?? 200)
  const sent = Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => name.startsWith('x-') || name === 'content-type')
      .toSorted(),
  )
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8', 'intuit-tid': '1-2-3', 'x-seen': 'yes' },
    body: status === 302 ? '' : JSON.stringify({ method, target, sent, body, malformed: malformed ?? false }),
    ...(headers['x-fate'] === undefined ? {} : { fate: JSON.parse(headers['x-fate']) }),
  }
}
