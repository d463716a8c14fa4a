import { describe, expect, it } from 'vitest'
import { connected, customer, invoice, made, MINUTE, REALM, SECOND, START } from '../chaos/testing/client.ts'
import { mergeCustomers } from '../company/merge.ts'
import type { JsonObject } from '../json.ts'
import { isSigned, signature } from './sign.ts'
import type { NewSubscription, WebhookRequest } from './webhooks.ts'

const URL = 'http://listener.test/hook'
const HOUR = 60 * MINUTE

/** A connected client and a listener that answers as it is told. */
async function listening(knobs: Partial<NewSubscription> = {}) {
  const client = await connected()
  const { webhooks } = client.sandbox
  webhooks.subscribe({ url: URL, verifier: 'sesame', delayMilliseconds: 0, ...knobs })
  const heard: WebhookRequest[] = []
  const listener = { status: 200 }
  const run = () =>
    webhooks.run(async (request) => {
      heard.push(request)
      return listener.status
    })
  const events = () => heard.flatMap(({ body }) => JSON.parse(body) as JsonObject[])
  return { ...client, webhooks, heard, listener, run, events }
}

const idsOf = (events: readonly JsonObject[]) => events.map((each) => String(each['intuitentityid']))
const typesOf = (events: readonly JsonObject[]) => events.map((each) => String(each['type']))

describe('a webhook', () => {
  it('tells of a creation by ids alone, as an array of CloudEvents', async () => {
    const { post, run, heard, events } = await listening()
    const { Id } = made(await post('customer', customer('New')), 'Customer')
    await run()
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({ method: 'POST', url: URL })
    expect(events()).toEqual([
      {
        specversion: '1.0',
        id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
        source: expect.stringMatching(/^intuit\.[\w+/]+=$/),
        type: 'qbo.customer.created.v1',
        datacontenttype: 'application/json',
        time: '2026-11-21T20:00:00.000000000Z',
        intuitentityid: Id,
        intuitaccountid: REALM,
        data: {},
      },
    ])
  })

  it('comes in the older envelope when asked, and under the other content type', async () => {
    const older = await listening({ format: 'eventNotifications' })
    const { Id } = made(await older.post('customer', customer('New')), 'Customer')
    await older.run()
    expect(JSON.parse(older.heard[0]?.body ?? '')).toEqual({
      eventNotifications: [
        {
          realmId: REALM,
          dataChangeEvent: {
            entities: [
              { id: Id, operation: 'Create', name: 'Customer', lastUpdated: '2026-11-21T20:00:00.000Z' },
            ],
          },
        },
      ],
    })
    const newer = await listening({ format: 'cloudevents+json' })
    await newer.post('customer', customer('New'))
    await newer.run()
    expect(newer.heard[0]?.headers['content-type']).toBe('application/cloudevents+json')
  })

  it('is signed over its bytes, so that a changed body or another verifier does not pass', async () => {
    const { post, run, heard } = await listening()
    await post('customer', customer('Über & Söhne'))
    await run()
    const [{ headers, body } = { headers: {} as Record<string, string>, body: '' }] = heard
    expect(Object.keys(headers)).toEqual([
      'content-type',
      'user-agent',
      'intuit-signature',
      'intuit-created-time',
      'intuit-t-id',
      'intuit-notification-schema-version',
    ])
    expect(headers['user-agent']).toBe('intuit_notification_server/0.1')
    expect(isSigned(body, 'sesame', headers['intuit-signature'])).toBe(true)
    expect(isSigned(`${body} `, 'sesame', headers['intuit-signature'])).toBe(false)
    expect(isSigned(body, 'Sesame', headers['intuit-signature'])).toBe(false)
    expect(isSigned(body, 'sesame', undefined)).toBe(false)
    // Known answer, from RFC-style test data: HMAC-SHA256("key", "The quick brown fox jumps over the lazy dog").
    expect(signature('The quick brown fox jumps over the lazy dog', 'key')).toBe(
      '97yD9DBThCSxMpjmqm+xQ+9NWaFJRhdZl0edvC0aPNg=',
    )
  })

  it('names updates, links, voids and deletions, and keeps silent about balances that follow', async () => {
    const { post, run, events } = await listening()
    const first = made(await post('invoice', invoice(100)), 'Invoice')
    const link = [{ TxnId: first.Id, TxnType: 'Invoice' }]
    const body = { TotalAmt: 40, CustomerRef: { value: '1' }, Line: [{ Amount: 40, LinkedTxn: link }] }
    const payment = made(await post('payment', body), 'Payment')
    await post('payment?operation=update&include=void', { Id: payment.Id, SyncToken: '0', sparse: true })
    const second = made(await post('invoice', invoice(10)), 'Invoice')
    await post('invoice?operation=delete', { Id: second.Id, SyncToken: '0' })
    await run()
    expect(events().map((each) => `${String(each['type'])} ${String(each['intuitentityid'])}`)).toEqual([
      `qbo.invoice.created.v1 ${first.Id}`,
      `qbo.payment.created.v1 ${payment.Id}`,
      `qbo.invoice.updated.v1 ${first.Id}`,
      `qbo.invoice.updated.v1 ${first.Id}`,
      `qbo.payment.voided.v1 ${payment.Id}`,
      `qbo.invoice.created.v1 ${second.Id}`,
      `qbo.invoice.deleted.v1 ${second.Id}`,
    ])
  })

  it('tells of a merge by who stays and who is gone, in both formats', async () => {
    for (const format of ['cloudevents', 'eventNotifications'] as const) {
      const { sandbox, post, run, heard } = await listening({ format })
      const loser = made(await post('customer', customer('Loser')), 'Customer')
      await run()
      mergeCustomers(sandbox.company(REALM), START, '2', loser.Id)
      await run()
      const told = heard.at(-1)?.body ?? ''
      if (format === 'cloudevents') {
        expect(JSON.parse(told)).toMatchObject([
          { type: 'qbo.customer.merged.v1', intuitentityid: '2', data: { deletedid: loser.Id } },
        ])
      } else {
        expect(told).toContain(`"id":"2","operation":"Merge","name":"Customer"`)
        expect(told).toContain(`"deletedId":"${loser.Id}"`)
      }
    }
  })

  it('is not sent for tax codes, nor for what was refused or changed nothing', async () => {
    const { post, get, run, heard } = await listening()
    const { Id } = made(await post('customer', customer('Once')), 'Customer')
    await run()
    heard.length = 0
    await post('customer', customer('Once'))
    await post('customer', { ...customer('Once'), Id, SyncToken: '0', sparse: true })
    await get(`customer/${Id}`)
    await post('taxservice/taxcode', {
      TaxCode: 'Quiet',
      TaxRateDetails: [{ TaxRateName: 'Quiet', RateValue: '5', TaxAgencyId: '1', TaxApplicableOn: 'Sales' }],
    })
    await run()
    expect(typesOf(heard.flatMap(({ body }) => JSON.parse(body) as JsonObject[]))).toEqual([])
  })
})

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
    const { id } = webhooks.subscribe({ url: URL, verifier: 'other', delayMilliseconds: 0 })
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
