import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { clientAddress, sendResponse, toRequest } from '@tieout/platform'
import { invoiceId } from './bench-books.ts'
import type { BenchHost } from './bench-host.ts'

const PAGE = 50
const ROUNDS = 200
const WARM = 20

export interface Badges {
  p50: number
  p95: number
  statements: number
  session: number
}

/** Fifty badges at a time from all over the books, asked for over a socket by somebody who is signed in. */
export async function badgesOverHttp(bench: BenchHost, documents: number): Promise<Badges> {
  const server = await listen(bench)
  const { port } = server.address() as AddressInfo
  const times: number[] = []
  let statements = { work: 0, session: 0 }
  for (let round = -WARM; round < ROUNDS; round += 1) {
    const documentIds = Array.from({ length: PAGE }, (_, n) =>
      invoiceId(1 + (((round + WARM) * 7919 + n * 1999) % documents)),
    )
    const measured = await bench.counted(() => ask(bench, port, documentIds))
    if (round >= 0) times.push(measured.ms)
    statements = measured.statements
  }
  server.closeAllConnections()
  await new Promise((done) => server.close(done))
  const ordered = times.toSorted((a, b) => a - b)
  const below = (share: number) => ordered[Math.ceil(ROUNDS * share) - 1] ?? 0
  return { p50: below(0.5), p95: below(0.95), statements: statements.work, session: statements.session }
}

async function ask({ person, host }: BenchHost, port: number, documentIds: readonly string[]): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/api/v1/accounting/badges`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      cookie: person.cookie,
      'x-csrf-token': person.csrfToken,
      origin: host.parts.config.publicOrigin,
    },
    body: JSON.stringify({ documentIds }),
  })
  const text = await answer.text()
  if (answer.status !== 200) throw new Error(`badges answered ${answer.status}: ${text}`)
  for (const id of documentIds) if (!text.includes(id)) throw new Error(`there is no badge of ${id}`)
}

async function listen({ host }: BenchHost): Promise<Server> {
  const origin = host.parts.config.publicOrigin
  const server = createServer((incoming, outgoing) => {
    void host
      .api(toRequest(incoming, origin), { ip: clientAddress(incoming, false) })
      .then((response) => sendResponse(response, outgoing))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  return server
}
