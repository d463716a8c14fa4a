import { findRunning, type RunningSandbox } from '../../scripts/lib/running-sandbox.ts'

/** The sandbox company that came along with the product, as its bookkeeper sees it. */
export interface CompanyBeside {
  running: RunningSandbox
  realmId: string
  /** Rows of a kind, all of them. */
  all(kind: string): Promise<Record<string, unknown>[]>
  /** How often each number is on an invoice there. */
  invoicesByNumber(): Promise<Map<string, number>>
  idOf(kind: string, name: string): Promise<string>
  create(path: string, body: object): Promise<void>
  /** No limits of the service, which would make a test wait for minutes. */
  withoutLimits(): Promise<void>
}

export async function companyBeside(home: string): Promise<CompanyBeside> {
  const running = findRunning(home)
  if (running === null) throw new Error('no sandbox company came along')
  const { url, realms } = running
  const realmId = realms[0]?.realmId ?? ''
  const control = async (method: string, path: string, body: object) =>
    await (await fetch(`${url}/_sandbox/${path}`, { method, body: JSON.stringify(body) })).json()
  const { access_token: token } = await control('POST', 'tokens', { realmId })
  const headers = {
    authorization: `Bearer ${token}`,
    accept: 'application/json',
    'content-type': 'application/json',
  }
  const company: CompanyBeside = {
    running,
    realmId,
    async all(kind) {
      const rows: Record<string, unknown>[] = []
      for (;;) {
        const page = `select * from ${kind} orderby Id startposition ${rows.length + 1} maxresults 1000`
        const query = `${url}/v3/company/${realmId}/query?query=${encodeURIComponent(page)}`
        const answer = await (await fetch(query, { headers })).json()
        const found = answer.QueryResponse[kind] ?? []
        rows.push(...found)
        if (found.length < 1000) return rows
      }
    },
    async invoicesByNumber() {
      const counts = new Map<string, number>()
      for (const row of await company.all('Invoice')) {
        const number = String(row['DocNumber'])
        counts.set(number, (counts.get(number) ?? 0) + 1)
      }
      return counts
    },
    async idOf(kind, name) {
      const found = (await company.all(kind)).find((row) => (row['DisplayName'] ?? row['Name']) === name)
      if (found === undefined) throw new Error(`no ${kind} called ${name} there`)
      return String(found['Id'])
    },
    async create(path, body) {
      const address = `${url}/v3/company/${realmId}/${path}`
      const answer = await fetch(address, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(await answer.text())
    },
    async withoutLimits() {
      await control('PATCH', 'knobs', { throttle: { on: false } })
    },
  }
  return company
}
