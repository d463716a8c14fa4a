import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startServer, type RunningServer, type Sandbox } from '../../src/index.ts'
import { issueTokens } from '../../src/oauth/token-endpoint.ts'
import { instantOf } from '../../src/time.ts'
import { cassette, cassetteNames, REALM, recordings, type Recorded } from './cassette.ts'
import { recordedCompany } from './company.ts'
import { differences, isSame } from './differences.ts'
import { knownDifferences } from './known-differences.ts'

const names = cassetteNames()

describe.skipIf(names.length > 0)('conformance with recorded traffic', () => {
  it.skip(`is not tested: there are no recordings at ${recordings}`, () => {})
})

let sandbox: Sandbox
let server: RunningServer
beforeAll(async () => {
  server = await startServer({ handle: (each) => sandbox.handle(each), port: 0 })
})
afterAll(async () => await server.close())

describe.skipIf(names.length === 0)('conformance with recorded traffic', () => {
  const met = new Set<string>()

  it.each(names)('answers %s as QuickBooks did, but for what is told', async (name) => {
    const began = recordedCompany(name)
    sandbox = began.sandbox
    const untold: string[] = []
    for (const [at, recorded] of cassette(name).entries()) {
      const place = `${name} ${at + 1}`
      const answer = await replayed(recorded, began.time)
      for (const each of differences(recorded, answer)) {
        const known = knownDifferences.find((one) => one.in.includes(place) && isSame(one, each))
        if (known === undefined) untold.push(`${place} – ${each.where}: ${each.recorded} → ${each.here}`)
        else met.add(`${place} – ${each.where}`)
      }
    }
    expect(untold).toEqual([])
  })

  it('differs wherever a difference is told', () => {
    const gone = knownDifferences.flatMap((each) =>
      each.in.map((place) => `${place} – ${each.where}`).filter((told) => !met.has(told)),
    )
    expect(gone).toEqual([])
  })
})

/** Sends the request as it was sent, at the time it was sent. */
async function replayed(recorded: Recorded, time: { now: number }) {
  const at = timeOf(recorded)
  // A token lives for an hour; the one that was refused had been issued before.
  time.now = recorded.status === 401 ? at - 7_200_000 : at
  const { access_token: token } = issueTokens(sandbox.oauth, REALM) ?? {}
  time.now = at
  const { accept = '', 'content-type': type = '' } = recorded.requestHeaders
  const answer = await fetch(server.url + recorded.target, {
    method: recorded.method,
    headers: { accept, 'content-type': type, authorization: `Bearer ${token}` },
    ...(recorded.method === 'POST' ? { body: recorded.requestBody } : {}),
  })
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body: await answer.text() }
}

/** The time in the answer; one that has none was given at its date. */
function timeOf({ body, headers }: Recorded): number {
  const { time } = JSON.parse(body) as { time?: string | number }
  if (typeof time === 'number') return time
  return instantOf(time ?? '') ?? Date.parse(headers['date'] ?? '')
}
