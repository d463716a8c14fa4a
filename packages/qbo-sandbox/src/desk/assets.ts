import { readFileSync } from 'node:fs'
import type { WireResponse } from '../wire/messages.ts'

const TYPES: Readonly<Record<string, string>> = {
  'desk.css': 'text/css; charset=utf-8',
  'live.js': 'text/javascript; charset=utf-8',
}

/** The desk's two files, as they stand beside this one. */
export function asset(name: string): WireResponse | undefined {
  const type = Object.hasOwn(TYPES, name) ? TYPES[name] : undefined
  if (type === undefined) return undefined
  return {
    status: 200,
    headers: { 'content-type': type, 'cache-control': 'no-cache', 'x-content-type-options': 'nosniff' },
    body: readFileSync(new URL(name, import.meta.url), 'utf8'),
  }
}
