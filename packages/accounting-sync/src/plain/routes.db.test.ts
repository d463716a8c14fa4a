import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { answer, answerOutside, Refused, type Happened } from '../answers/answer.ts'
import { command, query, type Need } from '../contract/route.ts'
import { createPlainWorld, type PlainWorld } from '../testing/plain-world.ts'
import { TENANT_A } from '../testing/test-host.ts'
import { onNode } from './on-node.ts'
import { routes, type Person, type Respond } from './routes.ts'

const OLIVE: Person = {
  tenant: TENANT_A,
  userId: 'olive',
  name: 'Olive',
  sessionId: 'hers',
  may: ['documents', 'watch'],
}
const declared = (name: string, path: string, more: { needs?: Need; once?: true } = {}) => ({
  name: `accounting.${name}` as const,
  summary: name,
  needs: 'watch' as Need,
  input: z.object({ id: z.string().optional(), words: z.array(z.string()).or(z.string()).optional() }),
  output: z.object({ said: z.string() }),
  http: { method: 'POST' as const, path: `/accounting${path}` as const },
  ...more,
})
const read = (name: string, path: string) => ({
  ...declared(name, path),
  http: { method: 'GET' as const, path: `/accounting${path}` as const },
})
const happened = (entityId: string): Happened => ({ action: 'note.written', entityType: 'note', entityId })

let world: PlainWorld
let person: Person | null
let audited: string[]
let ran = 0
let respond: Respond
let server: Server
let origin: string

const answers = () => [
  answer(query(read('one', '/notes/:id')), async (_ctx, { id }) => ({ said: `one ${id}`, secret: 'kept' })),
  answer(query(read('counts', '/notes/counts')), async (_ctx, { words }) => ({
    said: JSON.stringify(words),
  })),
  answer(command(declared('write', '/notes')), async ({ trx, tenant, audit }, { id = '' }) => {
    await note(trx, tenant, id)
    await audit(happened(id))
    return { said: id }
  }),
  answer(command(declared('silent', '/silent')), async ({ trx, tenant }) => {
    await note(trx, tenant, 'silent')
    return { said: 'nothing' }
  }),
  answer(command(declared('late', '/late')), async ({ trx, tenant, audit }) => {
    await note(trx, tenant, 'late')
    await audit(happened('late'))
    throw new Refused('accounting-too-late', 'It is too late.')
  }),
  answer(command(declared('broken', '/broken')), async () => {
    throw new Error('password=1234')
  }),
  answer(command(declared('manage', '/manage', { needs: 'manage' })), async () => ({ said: 'never' })),
  answer(command(declared('batch', '/batch', { once: true })), async ({ audit }, { id }) => {
    ran += 1
    const turn = ran
    await audit(happened(id ?? ''))
    if (id === 'fails') throw new Refused('accounting-not-now', 'Not now.')
    return { said: `${id} ${turn}` }
  }),
  answerOutside(command(declared('outside', '/outside')), async ({ tenant, auditIn }) => {
    await world.host.transactions.inTenant(tenant, (trx) => auditIn(trx, happened('outside')))
    return { said: 'asked' }
  }),
]
const note = (trx: PlainWorld['db'], tenant: string, key: string) =>
  trx('accounting_plain_notices').insert({
    tenant,
    key,
    kind: 'note',
    params: '{}',
    link: '',
    told_at: world.ports.clock.now(),
  })
const notes = () =>
  world.host.transactions.inTenant(TENANT_A, async (trx) =>
    (await trx('accounting_plain_notices').orderBy('key').select('key')).map((each) => each.key),
  )

beforeAll(async () => {
  world = await createPlainWorld()
  respond = routes(answers(), world.host, {
    personOf: async () => person,
    async audit(_trx, { name }, all) {
      audited.push(...all.map((each) => `${name} ${each.entityId}`))
    },
  })
  const ours = onNode(respond, async (incoming, outgoing) => {
    outgoing.end(`yours: ${await text(incoming)}`)
  })
  server = createServer(ours).listen(0, '127.0.0.1')
  await new Promise((listening) => server.once('listening', listening))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(async () => {
  server.closeAllConnections()
  server.close()
  await world.close()
})
beforeEach(() => {
  person = OLIVE
  audited = []
  world.wrong.length = 0
})

async function ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  const sent = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  const response = await fetch(`${origin}/accounting${path}`, { method, body: sent, headers })
  return { status: response.status, body: await response.json() }
}

it('answers what was declared: the exact path first, the address and the query as input, nothing beyond the output', async () => {
  expect(await ask('GET', '/notes/a%2Fb')).toEqual({ status: 200, body: { said: 'one a/b' } })
  expect((await ask('GET', '/notes/counts?words=a&words=b')).body.said).toBe('["a","b"]')
  expect((await ask('GET', '/notes/%E0%A4%A')).status).toBe(400)
  expect((await ask('GET', '/nothing')).status).toBe(404)
  expect((await ask('PUT', '/notes')).status).toBe(404)
  expect(await respond(new Request('http://host/elsewhere'))).toBeNull()
})

it('leaves every other address to the host, with its body', async () => {
  const sent = { method: 'POST', body: 'untouched' }
  expect(await (await fetch(`${origin}/accountings`, sent)).text()).toBe('yours: untouched')
})

it('asks who it is, whether they may, and whether it is well-formed, before anything is done', async () => {
  expect((await ask('POST', '/notes', { id: 7 })).status).toBe(422)
  expect((await ask('POST', '/notes', '[]')).status).toBe(400)
  expect((await ask('POST', '/notes', '{')).status).toBe(400)
  expect((await ask('POST', '/notes', { id: 'x'.repeat(1024 * 1024) })).status).toBe(413)
  expect((await ask('POST', '/manage')).status).toBe(403)
  const foreign = await respond(
    new Request('http://host/accounting/notes', {
      method: 'POST',
      headers: { 'sec-fetch-site': 'cross-site' },
    }),
  )
  expect(foreign?.status).toBe(403)
  person = null
  expect((await ask('POST', '/notes', { id: 'a' })).status).toBe(401)
  expect(await notes()).toEqual([])
  expect(audited).toEqual([])
})

it('commits an answer with its audit, and takes back what left no trace or was refused', async () => {
  expect(await ask('POST', '/notes', { id: 'kept' })).toEqual({ status: 200, body: { said: 'kept' } })
  expect(await ask('POST', '/outside')).toEqual({ status: 200, body: { said: 'asked' } })
  expect(audited).toEqual(['Olive kept', 'Olive outside'])
  expect((await ask('POST', '/silent')).status).toBe(500)
  expect(world.wrong.join()).toContain('left no trace')
  expect(await ask('POST', '/late')).toEqual({
    status: 409,
    body: { code: 'accounting-too-late', detail: 'It is too late.' },
  })
  expect(await notes()).toEqual(['kept'])
})

it('keeps to itself what broke, and logs it', async () => {
  const { status, body } = await ask('POST', '/broken')
  expect([status, JSON.stringify(body)]).toEqual([500, '{"detail":"Something broke here."}'])
  expect(world.wrong.join()).toContain('password=1234')
})

it('does once what is sent twice, at once or later, and anew what failed or is a day old', async () => {
  const send = (id: string, key = 'k1') => ask('POST', '/batch', { id }, { 'idempotency-key': key })
  const all = await Promise.all([send('b'), send('b'), send('b'), send('b')])
  expect(new Set(all.map((each) => each.body.said))).toEqual(new Set(['b 1']))
  expect(audited).toEqual(['Olive b'])
  expect((await send('other')).status).toBe(422)
  expect((await send('b', 'k2')).body.said).toBe('b 2')
  person = { ...OLIVE, userId: 'oscar' }
  expect((await send('b')).body.said).toBe('b 3')
  person = OLIVE

  expect((await send('fails', 'k3')).status).toBe(409)
  expect((await send('works', 'k3')).body.said).toBe('works 5')
  world.advance(25 * 3600)
  expect((await send('b')).body.said).toBe('b 6')
  expect((await ask('POST', '/batch', { id: 'b' })).body.said).toBe('b 7')
})

it('refuses to mount what it could not answer once', () => {
  const outside = answerOutside(command(declared('x', '/x', { once: true })), async () => ({ said: '' }))
  const keeping = { personOf: () => null, audit: async () => {} }
  expect(() => routes([outside], world.host, keeping)).toThrow('cannot be answered once')
})
