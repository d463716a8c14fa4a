import { describe, expect, it } from 'vitest'
import { createQboAdapter } from './adapter.ts'
import { environmentsFrom } from './environments.ts'
import { frameOf } from './testing/documents.ts'
import { answer, refusal, shop } from './testing/one-invoice.ts'
import { failureOf, once, ORIGIN, type World } from './testing/world.ts'

type FaultRule = Parameters<World['sandbox']['chaos']['arm']>[0]

describe('a write of which nothing was heard', () => {
  /** What happens to the call, and whether the invoice is there afterwards. */
  const lost: [FaultRule['fault'], FaultRule['params'], boolean, string][] = [
    ['lost-after', {}, true, 'service_unavailable'],
    ['lost-before', {}, false, 'service_unavailable'],
    ['broken-after', { status: 502, body: 'html' }, true, 'service_unavailable'],
    ['broken-after', { status: 500, body: 'json' }, true, 'system_failure'],
    ['broken', { status: 503, body: 'html' }, false, 'service_unavailable'],
    ['html', {}, true, 'unreadable_answer'],
    ['truncated', { length: 40 }, true, 'unreadable_answer'],
    ['truncated', { length: 0 }, true, 'unreadable_answer'],
  ]
  it.each(lost)('%s %j: its outcome is unknown', async (fault, params, isThere, code) => {
    const { sandbox, deliver, invoices } = await shop()
    sandbox.chaos.arm({ fault, params, match: { what: 'create Invoice' }, times: 1 })
    expect(await failureOf(deliver())).toMatchObject({ reason: 'unknown_outcome', code })
    expect(invoices()).toBe(isThere ? 1 : 0)
    expect(await deliver()).toMatchObject([{ kind: 'written' }])
    expect(invoices()).toBe(1)
  })

  it('has an unknown outcome after an empty answer, and after one that speaks of something else', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(200, ''))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'unknown_outcome', code: 'unreadable_answer' })
    once(world, 'create Invoice', answer(200, { Bill: { Id: '1' } }))
    expect(await deliver()).toMatchObject([{ kind: 'unknown' }])
    once(world, 'create Invoice', answer(200, 'null'))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'unknown_outcome' })
  })

  it('has an unknown outcome when the amounts of the answer are none', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', () => ({
      afterwards: (said) => ({ ...said, body: said.body.replace(/"TotalAmt":[\d.]+/, '"TotalAmt":1.005') }),
    }))
    expect(await deliver()).toMatchObject([{ kind: 'unknown' }])
  })

  it('has an unknown outcome while a call with its id is still being worked on', async () => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(400, refusal('600')))
    expect(await failureOf(deliver())).toMatchObject({
      reason: 'unknown_outcome',
      code: 'duplicate_request_id',
    })
  })

  it('is given up after two minutes, and may have been done all the same', async () => {
    const { sandbox, clock, deliver, invoices } = await shop()
    sandbox.chaos.arm({
      fault: 'late',
      params: { milliseconds: 500_000 },
      match: { what: 'create Invoice' },
      times: 1,
    })
    const failure = failureOf(deliver())
    await clock.pass(119_000, 2)
    expect(invoices()).toBe(1)
    await clock.pass(6_000, 2)
    expect(await failure).toMatchObject({ reason: 'unknown_outcome', code: 'timeout' })
  })

  it('leaves no sleeper behind when it was answered', async () => {
    const { clock, deliver } = await shop()
    await deliver()
    expect(clock.asleep()).toBe(0)
  })

  it('is unknown when we leave while it is under way, and never begun once we have left', async () => {
    const { sandbox, clock, leaving, deliver, invoices } = await shop()
    sandbox.chaos.arm({ fault: 'late', match: { what: 'create Invoice' }, times: 1 })
    const failure = failureOf(deliver())
    await clock.pass(1_000, 2)
    leaving.abort(new Error('The lease is gone.'))
    expect(await failure).toMatchObject({ reason: 'unknown_outcome' })
    expect(invoices()).toBe(1)
    await expect(deliver()).rejects.toThrow('The lease is gone.')
    expect(invoices()).toBe(1)
  })

  it('has an unknown outcome when a network falls away, which connections that stand meet too', async () => {
    const { clock, session, write } = await shop()
    const fetch = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code: 'EHOSTUNREACH' }) })
    }
    const adapter = createQboAdapter({ fetch, clock }, environmentsFrom({ sandboxUrl: ORIGIN }))
    expect(await failureOf(adapter.deliver(session, frameOf(write)))).toMatchObject({
      reason: 'unknown_outcome',
    })
  })
})

describe('a call that certainly did nothing', () => {
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'UND_ERR_CONNECT_TIMEOUT'])(
    '%s: the service is down',
    async (code) => {
      const { clock, session, write } = await shop()
      const fetch = async () => {
        throw new TypeError('fetch failed', { cause: Object.assign(new Error('no'), { code }) })
      }
      const adapter = createQboAdapter({ fetch, clock }, environmentsFrom({ sandboxUrl: ORIGIN }))
      expect(await failureOf(adapter.deliver(session, frameOf(write)))).toMatchObject({
        reason: 'down',
        code: 'service_unavailable',
      })
    },
  )

  it.each([
    ['lost-before', {}],
    ['broken', { status: 500, body: 'json' }],
    ['html', {}],
    ['truncated', { length: 10 }],
  ] as const)('a question, when %s %j: it can be asked again', async (fault, params) => {
    const { sandbox, read } = await shop()
    sandbox.chaos.arm({ fault, params, match: { what: 'query' }, times: 1 })
    expect(await failureOf(read())).toMatchObject({ reason: 'down' })
    expect(await read()).not.toEqual([])
  })

  it('is a question that is given up after a minute', async () => {
    const { sandbox, clock, read } = await shop()
    sandbox.chaos.arm({ fault: 'hang', match: { what: 'query' }, times: 1 })
    const failure = failureOf(read())
    await clock.pass(60_000, 2)
    expect(await failure).toMatchObject({ reason: 'down', code: 'timeout' })
  })

  it.each([
    ['130', 'wrong_cluster'],
    ['140', 'company_locked'],
    ['150', 'maintenance'],
  ])('%s: the company is closed for a while', async (number, code) => {
    const { world, deliver } = await shop()
    once(world, 'create Invoice', answer(400, refusal(number)))
    expect(await failureOf(deliver())).toMatchObject({ reason: 'down', code })
  })
})
