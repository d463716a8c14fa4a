import { z } from 'zod'

/** One object to be made, under the name of its kind. */
export type Entry = Record<string, object>

/** A company of the sandbox, as a program that is connected sees it. */
export interface Books {
  read(path: string): Promise<unknown>
  write(path: string, body: object): Promise<unknown>
  /** All in one request. What is there under the same name stays as it is. */
  create(entries: readonly Entry[]): Promise<void>
  idsByName(kind: string): Promise<Map<string, string>>
  /** A setting of the company that QuickBooks shows to its bookkeeper alone. */
  warnOfEqualNumbers(): Promise<void>
}

const NAME_IS_TAKEN = '6240'

export async function openBooks({
  url,
  realmId,
  fetch,
}: {
  url: string
  realmId: string
  fetch: typeof globalThis.fetch
}): Promise<Books> {
  const ask = async (path: string, init: RequestInit = {}): Promise<unknown> => {
    const answer = await fetch(`${url}${path}`, init)
    const text = await answer.text()
    if (!answer.ok) throw new Error(`The sandbox company refused ${path}: ${text.slice(0, 500)}`)
    return JSON.parse(text)
  }
  const control = (method: string, path: string, body: object) =>
    ask(`/_sandbox/${path}`, { method, body: JSON.stringify(body) })
  const { access_token: token } = tokenAnswer.parse(await control('POST', 'tokens', { realmId }))
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' }
  const company = `/v3/company/${realmId}`
  const write = (path: string, body: object) =>
    ask(`${company}/${path}`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  const read = (path: string) => ask(`${company}/${path}`, { headers })

  return {
    read,
    write,
    async create(entries) {
      const requests = entries.map((entry, at) => ({ bId: String(at), operation: 'create', ...entry }))
      const answer = batchAnswer.parse(await write('batch', { BatchItemRequest: requests }))
      const refused = answer.BatchItemResponse.find(({ Fault }) => !isTaken(Fault))
      if (refused) throw new Error(`The sandbox company refused an entry: ${JSON.stringify(refused.Fault)}`)
    },
    async idsByName(kind) {
      const query = encodeURIComponent(`select * from ${kind} maxresults 1000`)
      const { QueryResponse } = queryAnswer.parse(await read(`query?query=${query}`))
      const rows = named.parse(QueryResponse[kind] ?? [])
      return new Map(rows.map(({ Id, Name }) => [Name, Id]))
    },
    async warnOfEqualNumbers() {
      await control('PATCH', 'knobs', { companies: { [realmId]: { warnDuplicateNumbers: true } } })
    },
  }
}

const tokenAnswer = z.object({ access_token: z.string() })
const queryAnswer = z.object({ QueryResponse: z.record(z.string(), z.unknown()) })
const named = z.array(z.object({ Id: z.string(), Name: z.string() }))
const fault = z.object({ Error: z.array(z.object({ code: z.string() })) })
const batchAnswer = z.object({ BatchItemResponse: z.array(z.object({ Fault: fault.optional() })) })

const isTaken = (found: z.infer<typeof fault> | undefined) =>
  found === undefined || found.Error.every(({ code }) => code === NAME_IS_TAKEN)
