import { createServer, request as httpRequest, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import supertest from 'supertest'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApplication, implement, implementSystem } from '../access/application.ts'
import type { UserActor } from '../access/actor.ts'
import {
  createTestDatabase,
  insertTenant,
  TENANT_A,
  testClock,
  testLog,
  type TestDatabase,
} from '../testing/index.ts'
import { systemIds } from '../ids.ts'
import { createApi } from './api.ts'
import { clientAddress, sendResponse, toRequest } from './node.ts'
import { rename, forget, fail, hello, letter, stamp, BYTES } from './testing/sample-use-cases.ts'

const person = (permissions: UserActor['permissions']): UserActor => ({
  kind: 'user',
  audience: 'msp',
  tenant: TENANT_A,
  userId: '00000000-0000-4000-8000-0000000000a1',
  displayName: 'Ada',
  email: 'ada@example.com',
  locale: 'en',
  roleIds: [],
  permissions,
  clientId: null,
  sessionId: '00000000-0000-4000-8000-0000000000a2',
})

const PEOPLE: Record<string, UserActor> = {
  'who=admin': person(new Set(['settings:update', 'settings:read'])),
  'who=guest': person(new Set()),
}

describe('the API over HTTP', () => {
  let db: TestDatabase
  let server: Server
  const { log, lines } = testLog()

  beforeAll(async () => {
    db = await createTestDatabase()
    await insertTenant(db.database, TENANT_A, 'Alder')
    const application = createApplication(
      { database: db.database, clock: testClock(), ids: systemIds, log },
      [
        implement(rename, async (ctx, input) => {
          await ctx.trx('tenants').update({ name: input.name })
          await ctx.audit({
            action: 'company.renamed',
            entityType: 'tenant',
            entityId: ctx.tenant,
            after: input,
          })
          return { name: input.name, secret: 'never declared' }
        }),
        implement(forget, async (ctx) => {
          await ctx.trx('tenants').update({ name: 'Forgotten' })
          return {}
        }),
        implement(fail, async (ctx) => {
          await ctx.trx.raw('select secret_column from tenants')
          return {}
        }),
        implement(letter, async (_ctx, { fileName }) => ({
          fileName,
          contentType: 'application/pdf',
          bytes: BYTES,
          disposition: 'inline' as const,
        })),
        implement(stamp, async (ctx) => {
          await ctx.trx('tenants').update({ name: 'Stamped' })
          return {
            fileName: 'a',
            contentType: 'text/plain',
            bytes: BYTES,
            disposition: 'attachment' as const,
          }
        }),
        implementSystem(hello, async (_ctx, input) => ({ said: `Hello ${input.name}` })),
      ],
    )
    const api = createApi({
      application,
      authenticator: {
        async authenticate(cookie) {
          const actor = PEOPLE[cookie ?? '']
          return actor ? { actor, csrfToken: 'good-token' } : null
        },
      },
      publicOrigin: 'http://tieout.test',
      ids: systemIds,
      log,
    })
    server = createServer((incoming, outgoing) => {
      void api(toRequest(incoming, 'http://tieout.test'), { ip: clientAddress(incoming, false) }).then(
        (response) => sendResponse(response, outgoing),
      )
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  })
  afterAll(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
    await db.close()
  })

  const asAdmin = (method: 'patch' | 'post', path: string) =>
    supertest(server)[method](path).set('cookie', 'who=admin').set('x-csrf-token', 'good-token')

  it('does what was asked, once and audited, and returns only what is declared', async () => {
    const answer = await asAdmin('patch', '/api/v1/company').send({ name: 'Alder & Sons' })
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual({ name: 'Alder & Sons' })
    const audited = await db.owner('audit_events').where({ action: 'company.renamed' }).count()
    expect(audited).toEqual([{ count: 1 }])
  })

  it('rolls back a command that left no audit event', async () => {
    const before = await db.database.withTenant(TENANT_A, (trx) => trx('tenants').first('name'))
    const answer = await asAdmin('post', '/api/v1/company/forget').send({})
    expect(answer.status).toBe(500)
    expect(await db.database.withTenant(TENANT_A, (trx) => trx('tenants').first('name'))).toEqual(before)
  })

  it('names field and reason of wrong input', async () => {
    const answer = await asAdmin('patch', '/api/v1/company').send({ name: '' })
    expect(answer.status).toBe(400)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(answer.body).toMatchObject({ code: 'bad-input', fields: [{ field: 'name', reason: 'too_small' }] })
  })

  it('refuses NUL before it reaches the database', async () => {
    const answer = await asAdmin('patch', '/api/v1/company').send({ name: 'a\u0000b' })
    expect(answer.body).toMatchObject({ status: 400, fields: [{ field: 'name' }] })
  })

  it('shows neither stack nor SQL when it breaks, and logs what a developer needs', async () => {
    const answer = await supertest(server).get('/api/v1/company/fail').set('cookie', 'who=admin')
    expect(answer.status).toBe(500)
    expect(JSON.stringify(answer.body)).not.toMatch(/select|secret_column|\.ts|Error/)
    expect(lines.some((line) => line.includes('secret_column') && line.includes(answer.body.requestId))).toBe(
      true,
    )
  })

  it.each([
    ['not JSON', '{"name":', 'application/json', 400],
    ['an array', '[]', 'application/json', 400],
    ['the wrong content type', 'name=x', 'application/x-www-form-urlencoded', 415],
    ['deep nesting', `{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 'application/json', 400],
    ['an oversized body', JSON.stringify({ name: 'x'.repeat(1_100_000) }), 'application/json', 413],
  ])('refuses %s', async (_what, body, type, status) => {
    const answer = await asAdmin('patch', '/api/v1/company').set('content-type', type).send(body)
    expect(answer.status).toBe(status)
    expect(answer.body.detail).toBeTruthy()
  })

  it('refuses an oversized body that does not say how long it is', async () => {
    const { port } = server.address() as AddressInfo
    const status = await new Promise<number>((answered, failed) => {
      const request = httpRequest(
        { port, method: 'POST', path: '/api/v1/hello', headers: { 'content-type': 'application/json' } },
        (response) => answered(response.resume().statusCode ?? 0),
      )
      request.on('error', failed)
      request.write(`{"name":"${'x'.repeat(700_000)}`)
      request.write('y'.repeat(700_000))
      request.end('"}')
    })
    expect(status).toBe(413)
  })

  it.each([
    ['nobody', '', 401, 'not-signed-in'],
    ['somebody without the right', 'who=guest', 403, 'not-allowed'],
  ])('answers %s before reading the body', async (_who, cookie, status, code) => {
    const answer = await supertest(server)
      .patch('/api/v1/company')
      .set('cookie', cookie)
      .set('x-csrf-token', 'good-token')
      .send({ name: '' })
    expect(answer.body).toMatchObject({ status, code })
  })

  it.each([
    ['without the token', {}],
    ['with a wrong token', { 'x-csrf-token': 'other' }],
    ['from another origin', { 'x-csrf-token': 'good-token', origin: 'http://evil.test' }],
    ['from another site, says the browser', { 'x-csrf-token': 'good-token', 'sec-fetch-site': 'cross-site' }],
  ])('refuses a mutation %s', async (_how, headers) => {
    const answer = await supertest(server)
      .patch('/api/v1/company')
      .set('cookie', 'who=admin')
      .set(headers)
      .send({ name: 'x' })
    expect(answer.body).toMatchObject({ status: 403, code: 'csrf' })
  })

  it('takes a mutation from its own origin', async () => {
    const answer = await asAdmin('patch', '/api/v1/company')
      .set('origin', 'http://tieout.test')
      .send({ name: 'Alder' })
    expect(answer.status).toBe(200)
  })

  it('refuses even a public mutation from another origin', async () => {
    const answer = await supertest(server)
      .post('/api/v1/hello')
      .set('origin', 'http://evil.test')
      .send({ name: 'x' })
    expect(answer.status).toBe(403)
  })

  it('tells unknown addresses and wrong methods', async () => {
    expect((await supertest(server).get('/api/v1/nowhere')).body).toMatchObject({ status: 404 })
    const wrong = await supertest(server).get('/api/v1/company')
    expect(wrong.status).toBe(405)
    expect(wrong.headers.allow).toBe('PATCH')
  })

  it('answers a file with its bytes, its type and its name', async () => {
    const fileName = 'Größe "50%"; 東京/Rechnung (1).pdf'
    const answer = await supertest(server)
      .get('/api/v1/company/letter.bin')
      .query({ fileName })
      .set('cookie', 'who=admin')
      .responseType('blob')
    expect(answer.status).toBe(200)
    expect(new Uint8Array(answer.body)).toEqual(BYTES)
    expect(answer.headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-length': '6',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
    })
    const [, plain, encoded] =
      /^inline; filename="([ -~]*)"; filename\*=UTF-8''([\w.%-]+)$/.exec(
        answer.headers['content-disposition'] ?? '',
      ) ?? []
    expect(plain).toBe('Gr__e _50__; ___Rechnung (1).pdf')
    expect(decodeURIComponent(encoded ?? '')).toBe(fileName)
  })

  it('refuses a file as it refuses everything else', async () => {
    const at = '/api/v1/company/letter.bin?fileName=a'
    expect((await supertest(server).get(at)).body).toMatchObject({ status: 401 })
    expect((await supertest(server).get(at).set('cookie', 'who=guest')).body).toMatchObject({ status: 403 })
    const wrong = await supertest(server).get('/api/v1/company/letter.bin').set('cookie', 'who=admin')
    expect(wrong.body).toMatchObject({ status: 400, fields: [{ field: 'fileName' }] })
    const forged = await supertest(server).post('/api/v1/company/stamp').set('cookie', 'who=admin').send({})
    expect(forged.body).toMatchObject({ status: 403, code: 'csrf' })
    expect((await asAdmin('post', '/api/v1/company/stamp').send({})).status).toBe(500)
    expect(await db.owner('tenants').where({ name: 'Stamped' })).toEqual([])
  })

  it('describes itself in OpenAPI', async () => {
    const answer = await supertest(server).get('/api/v1/openapi.json')
    expect(answer.body).toMatchObject({
      openapi: '3.1.0',
      paths: { '/company': { patch: { operationId: 'company.rename', 'x-access': 'msp: settings:update' } } },
    })
    const { content } = answer.body.paths['/company/letter.bin'].get.responses[200]
    expect(content).toEqual({ 'application/octet-stream': {} })
  })
})
