import { describe, expect, it } from 'vitest'
import { customer, invoice, made, REALM, START } from '../chaos/testing/client.ts'
import { mergeCustomers } from '../company/merge.ts'
import type { JsonObject } from '../json.ts'
import { isSigned, signature } from './sign.ts'
import { ADDRESS, listening, typesOf } from './testing/listening.ts'

describe('a webhook', () => {
  it('tells of a creation by ids alone, as an array of CloudEvents', async () => {
    const { post, run, heard, events } = await listening()
    const { Id } = made(await post('customer', customer('New')), 'Customer')
    await run()
    expect(heard).toHaveLength(1)
    expect(heard[0]).toMatchObject({ method: 'POST', url: ADDRESS })
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
    // A known answer: HMAC-SHA256("key", "The quick brown fox jumps over the lazy dog").
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
