import { createSandbox, type Sandbox } from '../../sandbox.ts'
import type { CompanyOptions } from '../../company/company.ts'
import type { KindName } from '../../company/state.ts'
import { create } from '../../company/operations.ts'
import type { JsonObject } from '../../json.ts'
import type { WireResponse } from '../../wire/messages.ts'
import { createDesk } from '../desk.ts'

/** A Saturday evening in California, so that the service's date is told from the machine's. */
export const NOW = Date.parse('2026-11-21T05:00:00Z')
const HOST = '127.0.0.1:9400'
const OWN = { host: HOST, origin: `http://${HOST}`, 'sec-fetch-site': 'same-origin' }

/** A desk and somebody at it, without a server. */
export function sitDown(...more: readonly CompanyOptions[]) {
  const us: CompanyOptions = { realmId: '9', name: 'Sandbox Company US 1' }
  const sandbox: Sandbox = createSandbox({
    seed: 3,
    clock: { now: () => NOW },
    logSize: 500,
    companies: more.length === 0 ? [us] : more,
  })
  sandbox.mount(createDesk(sandbox))
  const [company] = sandbox.companies()
  if (company === undefined) throw new Error('There is no company to sit down at')
  const place = `/desk/${company.realmId}`
  return {
    sandbox,
    company,
    get: (path: string, headers: Record<string, string> = { host: HOST }) =>
      sandbox.handle({
        method: 'GET',
        target: path.startsWith('/desk') ? path : place + path,
        headers,
        body: '',
      }),
    post: (
      path: string,
      fields: Record<string, string> | [string, string][],
      headers: Record<string, string> = OWN,
    ) =>
      sandbox.handle({
        method: 'POST',
        target: place + path,
        headers,
        body: new URLSearchParams(fields).toString(),
      }),
    make: (kind: KindName, body: JsonObject) =>
      create({ company, now: NOW, kind, body, options: { include: new Set() } }),
    row: (kind: KindName, id: string) => company.tables[kind].rows.get(id),
    token: (kind: KindName, id: string) => company.tables[kind].rows.get(id)?.SyncToken ?? '',
  }
}

export const sold = (amount: number, item = '3'): JsonObject => ({
  Amount: amount,
  DetailType: 'SalesItemLineDetail',
  SalesItemLineDetail: { ItemRef: { value: item } },
})

/** The page as a person reads it: no markup, no runs of space. */
export const read = ({ body }: WireResponse): string =>
  body
    .replace(/<(script|style|head)[^]*?<\/\1>/g, ' ')
    .replace(/<[^>]*>/g, ' ')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCharCode(Number(code)))
    .replace(/\s+/g, ' ')
    .trim()

/** The sentence of a refusal. */
export const refusedIn = ({ body }: WireResponse): string =>
  read({ status: 0, headers: {}, body: /<p class="refused"[^]*?<\/p>/.exec(body)?.[0] ?? '' })
