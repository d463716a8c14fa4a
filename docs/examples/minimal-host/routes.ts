import { createServer, type IncomingMessage, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { Refused, type Answer, type Asking, type Happened, type SyncHost } from '@tieout/accounting-sync'
import type { Need } from '@tieout/accounting-sync/contract'

/** Somebody who signed in, and what this host lets them do. */
export interface Person extends Asking {
  may: readonly Need[]
}

interface Reply {
  status: number
  body: unknown
}

const no = (status: number, detail: string): Reply => ({ status, body: { detail } })

/** Mounts every route of the module: who asks, may they, is it well-formed; then one transaction, and its audit. */
export function serve(
  answers: readonly Answer[],
  { transactions }: SyncHost,
  personOf: (request: IncomingMessage) => Person | undefined,
  audit: (person: Person, happened: readonly Happened[]) => void,
): Server {
  const parameters = ({ route }: Answer) => route.http.path.split(':').length
  // `/operations/counts` before `/operations/:operationId`.
  const table = answers
    .toSorted((a, b) => parameters(a) - parameters(b))
    .map((each) => ({ ...each, pattern: new URLPattern({ pathname: each.route.http.path }) }))
  const answeredOnce = new Map<string, Promise<Reply>>()

  async function reply(request: IncomingMessage): Promise<Reply> {
    const url = new URL(request.url ?? '/', 'http://host')
    const found = table.find((each) => each.route.http.method === request.method && each.pattern.test(url))
    if (found === undefined) return no(404, 'There is no such route.')
    const { route, pattern } = found
    const person = personOf(request)
    if (person === undefined) return no(401, 'Nobody is signed in.')
    if (!person.may.includes(route.needs)) return no(403, 'That is for somebody else.')
    const given = route.http.method === 'GET' ? Object.fromEntries(url.searchParams) : await json(request)
    if (given === undefined) return no(400, 'That is no JSON.')
    const input = route.input.safeParse({ ...given, ...pattern.exec(url)?.pathname.groups })
    if (!input.success)
      return { status: 422, body: { detail: 'Not well-formed.', issues: input.error.issues } }
    const work = () => run(found, person, input.data)
    const key = request.headers['idempotency-key']
    if (route.once !== true || key === undefined) return await work()
    // A table in a host of more than one process.
    const sent = `${person.tenant} ${person.userId} ${route.name} ${key}`
    return await (answeredOnce.get(sent) ?? answeredOnce.set(sent, work()).get(sent) ?? work())
  }

  async function run({ route, ...answer }: Answer, person: Person, input: unknown): Promise<Reply> {
    const happened: Happened[] = []
    const note = async (what: Happened | readonly Happened[]) => void happened.push(...[what].flat())
    const result =
      answer.scope === 'outside'
        ? // It asks the service while a person waits, and opens its own transactions.
          await answer.run({ ...person, auditIn: (_trx, what) => note(what) }, input as never)
        : await transactions.inTenant(person.tenant, async (trx) => {
            const said = await answer.run({ ...person, trx, audit: note }, input as never)
            if (route.kind === 'command' && happened.length === 0)
              throw new Error(`${route.name} left no trace`)
            return said
          })
    // In a host with an audit log this is written in the same transaction.
    audit(person, happened)
    return { status: route.http.status ?? 200, body: route.output.parse(result) }
  }

  return createServer(async (request, response) => {
    const { status, body } = await reply(request).catch((error: unknown): Reply =>
      error instanceof Refused
        ? { status: error.status, body: { code: error.code, detail: error.message } }
        : no(500, 'Something broke here.'),
    )
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  })
}

async function json(request: IncomingMessage): Promise<object | undefined> {
  try {
    return JSON.parse((await text(request)) || '{}')
  } catch {
    return undefined
  }
}
