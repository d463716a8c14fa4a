import { describe, expect, it } from 'vitest'
import { customer, made, MINUTE, SECOND } from '../chaos/testing/client.ts'
import { mergeCustomers } from '../company/merge.ts'
import { isSigned } from './sign.ts'
import { ADDRESS, idsOf, listening } from './testing/listening.ts'

const HOUR = 60 * MINUTE

describe('the queue of webhooks', () => {
  it('gathers what changed within the delay into one notification for each realm', async () => {
    const { sandbox, clock, post, run, heard } = await listening({ delayMilliseconds: 5 * MINUTE })
    sandbox.addCompany({ realmId: '9131', name: 'Second' })
    await post('customer', customer('One'))
    clock.advance(2 * MINUTE)
    await post('customer', customer('Two'))
    mergeCustomers(sandbox.company('9131'), clock.now(), '1', '2')
    await run()
    expect(heard).toHaveLength(0)
    clock.advance(3 * MINUTE)
    await run()
    expect(heard).toHaveLength(1)
    expect(JSON.parse(heard[0]?.body ?? '')).toHaveLength(2)
    clock.advance(2 * MINUTE)
    await run()
    expect(heard).toHaveLength(2)
    expect(heard[1]?.body).toContain('9131')
  })

  it('tries again after 10 s, 20 s, 30 s, 5 min, 20 min, 2 h, 4 h, 6 h, then every 6 h, with the same bytes', async () => {
    const { clock, post, run, heard, listener, webhooks } = await listening()
    listener.status = 500
    await post('customer', customer('Heard late'))
    const waits: number[] = []
    for (let attempt = 0; attempt < 11; attempt += 1) {
      await run()
      expect(heard).toHaveLength(attempt + 1)
      const wait = (webhooks.due() ?? 0) - clock.now()
      waits.push(wait)
      clock.advance(wait - 1)
      await run()
      expect(heard).toHaveLength(attempt + 1)
      clock.advance(1)
    }
    const minute = MINUTE
    expect(waits).toEqual([
      10 * SECOND,
      20 * SECOND,
      30 * SECOND,
      5 * minute,
      20 * minute,
      2 * HOUR,
      4 * HOUR,
      6 * HOUR,
      6 * HOUR,
      6 * HOUR,
      6 * HOUR,
    ])
    expect(new Set(heard.map(({ body, headers }) => body + headers['intuit-signature'])).size).toBe(1)
    listener.status = 204
    await run()
    expect(webhooks.due()).toBeUndefined()
  })

  it('takes a redirect, silence and an error of the listener for a failure', async () => {
    const { post, listener, run, webhooks } = await listening()
    await post('customer', customer('Unheard'))
    for (const status of [302, 404, 0]) {
      listener.status = status
      await run()
      expect(webhooks.subscriptions()[0]?.deliveries).toHaveLength(1)
    }
    await webhooks.run(() => Promise.reject(new Error('nobody there')))
    expect(webhooks.subscriptions()[0]?.deliveries[0]?.attempts).toBe(1)
  })

  it('withholds what is later until the first was taken, unless the knob is off', async () => {
    for (const headOfLine of [true, false]) {
      const { clock, post, run, listener, events } = await listening({ headOfLine })
      const first = made(await post('customer', customer('First')), 'Customer')
      listener.status = 503
      await run()
      const second = made(await post('customer', customer('Second')), 'Customer')
      listener.status = 200
      await run()
      const tried = idsOf(events())
      expect(tried).toEqual(headOfLine ? [first.Id] : [first.Id, second.Id])
      clock.advance(10 * SECOND)
      await run()
      expect(idsOf(events()).slice(tried.length)).toEqual(headOfLine ? [first.Id, second.Id] : [first.Id])
    }
  })

  it('sends every event twice with duplicates at one, later and with the same id', async () => {
    const { clock, post, run, events } = await listening({ duplicates: 1 })
    await post('customer', customer('Twice'))
    await run()
    expect(events()).toHaveLength(1)
    clock.advance(HOUR)
    await run()
    expect(events()).toHaveLength(2)
    expect(events()[0]).toEqual(events()[1])
    clock.advance(HOUR)
    await run()
    expect(events()).toHaveLength(2)
  })

  it('lets later events overtake with disorder, and loses none', async () => {
    const { clock, post, run, events } = await listening({ disorder: 0.5, delayMilliseconds: SECOND })
    const ids: string[] = []
    for (let at = 0; at < 20; at += 1) {
      ids.push(made(await post('customer', customer(`Number ${at}`)), 'Customer').Id)
      clock.advance(SECOND)
      await run()
    }
    clock.advance(HOUR)
    await run()
    const told = idsOf(events())
    expect(told).not.toEqual(ids)
    expect(told.toSorted()).toEqual(ids.toSorted())
  })

  it('keeps what waits when a snapshot is restored, and goes on alike', async () => {
    const one = await listening({ delayMilliseconds: MINUTE, duplicates: 0.5, disorder: 0.5 })
    for (let at = 0; at < 6; at += 1) await one.post('customer', customer(`Number ${at}`))
    const text = one.sandbox.snapshot()
    const other = await listening()
    other.sandbox.restore(text)
    const deliveries = []
    for (const each of [one, other]) {
      await each.post('customer', customer('After'))
      each.clock.advance(HOUR)
      await each.run()
      deliveries.push(each.heard.map(({ body, headers }) => [body, headers]))
    }
    expect(deliveries[0]?.length).toBeGreaterThan(0)
    expect(deliveries[1]).toEqual(deliveries[0])
  })

  it('does one round after the other, so that nothing is sent twice at once', async () => {
    const { post, webhooks } = await listening()
    await post('customer', customer('Once only'))
    let sent = 0
    const slow = async () => {
      sent += 1
      await new Promise((done) => {
        setImmediate(done)
      })
      return 200
    }
    await Promise.all([webhooks.run(slow), webhooks.run(slow), webhooks.run(slow)])
    expect(sent).toBe(1)
  })

  it('knows one subscription for a url, which can be changed and ended', async () => {
    const { post, run, heard, webhooks } = await listening()
    const { id } = webhooks.subscribe({ url: ADDRESS, verifier: 'other', delayMilliseconds: 0 })
    expect(webhooks.subscriptions()).toHaveLength(1)
    await post('customer', customer('Signed anew'))
    await run()
    expect(isSigned(heard[0]?.body ?? '', 'other', heard[0]?.headers['intuit-signature'])).toBe(true)
    expect(webhooks.unsubscribe(id)).toBe(true)
    expect(webhooks.unsubscribe(id)).toBe(false)
    await post('customer', customer('Unheard'))
    await run()
    expect(heard).toHaveLength(1)
  })
})
