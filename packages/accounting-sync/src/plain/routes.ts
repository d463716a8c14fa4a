import { Refused, type Answer, type Asking, type Happened } from '../answers/answer.ts'
import type { Need } from '../contract/route.ts'
import type { SyncHost, Trx } from '../host.ts'
import { readInput } from './input.ts'
import { onlyOnce } from './once.ts'
import { json, no, Unanswered } from './reply.ts'

/** Somebody who signed in, and what you let them do. */
export interface Person extends Asking {
  may: readonly Need[]
}

export interface Doorkeeping {
  /** Whose session this is; null when nobody is signed in. */
  personOf(request: Request): Person | null | Promise<Person | null>
  /** Who did what, in the transaction in which it happened. */
  audit(trx: Trx, person: Person, happened: readonly Happened[]): Promise<void>
}

/** Answers a request for one of the module's routes, or with null when it is none of them. */
export type Respond = (request: Request) => Promise<Response | null>

/**
 * The module's routes as one function, on any server: who asks, may they, is it well-formed; then one transaction
 * with its audit. Requests that a browser sends from another site are turned away.
 */
export function routes(answers: readonly Answer[], host: SyncHost, doorkeeping: Doorkeeping): Respond {
  const table = tableOf(answers)
  return async (request) => {
    const { pathname } = new URL(request.url)
    const found = table.find((each) => each.method === request.method && each.pattern.test(pathname))
    if (found === undefined) return null
    try {
      const parameters = found.pattern.exec(pathname)?.groups ?? {}
      return json(await answered(host, doorkeeping, found.answer, request, parameters))
    } catch (error) {
      if (error instanceof Unanswered) return json(error.reply)
      if (error instanceof Refused)
        return json({ status: error.status, body: { code: error.code, detail: error.message } })
      const why = error instanceof Error ? error.message : String(error)
      host.log.error({ route: found.answer.route.name, why }, 'a request failed')
      return json({ status: 500, body: { detail: 'Something broke here.' } })
    }
  }
}

async function answered(
  host: SyncHost,
  { personOf, audit }: Doorkeeping,
  answer: Answer,
  request: Request,
  parameters: Record<string, string>,
) {
  const { route } = answer
  if (route.kind === 'command' && request.headers.get('sec-fetch-site') === 'cross-site')
    throw no(403, 'That came from another site.')
  const person = await personOf(request)
  if (person === null) throw no(401, 'Nobody is signed in.')
  if (!person.may.includes(route.needs)) throw no(403, 'That is for somebody else.')
  const input = await readInput(route, request, parameters)
  const say = (result: unknown) => ({ status: route.http.status ?? 200, body: route.output.parse(result) })

  if (answer.scope === 'outside') {
    // It asks the service while a person waits, and opens its own transactions.
    const auditIn = (trx: Trx, happened: Happened) => audit(trx, person, [happened])
    return say(await answer.run({ ...person, auditIn }, input as never))
  }
  return await host.transactions.inTenant(person.tenant, async (trx) => {
    const run = async () => {
      let left = 0
      const note = async (happened: Happened | readonly Happened[]) => {
        const all = [happened].flat()
        left += all.length
        await audit(trx, person, all)
      }
      const result = await answer.run({ ...person, trx, audit: note }, input as never)
      if (route.kind === 'command' && left === 0) throw new Error(`${route.name} left no trace`)
      return say(result)
    }
    const key = request.headers.get('idempotency-key')
    if (route.once !== true || key === null) return await run()
    return await onlyOnce(trx, { ...person, route: route.name, key, input, at: host.clock.now() }, run)
  })
}

/** `/operations/counts` before `/operations/:operationId`. */
function tableOf(answers: readonly Answer[]) {
  const parameters = (path: string) => path.split(':').length
  return answers
    .toSorted((a, b) => parameters(a.route.http.path) - parameters(b.route.http.path))
    .map((answer) => {
      const { name, once, http } = answer.route
      if (once && answer.scope === 'outside') throw new Error(`${name} cannot be answered once`)
      const pattern = new RegExp(`^${http.path.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`)
      return { answer, method: http.method, pattern }
    })
}
