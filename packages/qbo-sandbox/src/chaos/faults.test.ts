import { describe, expect, it } from 'vitest'
import { stateHash } from '../company/snapshot.ts'
import type { JsonObject } from '../json.ts'
import type { Params } from './fault-kind.ts'
import { FAULT_NAMES, type FaultName } from './faults.ts'
import {
  connected,
  customer,
  faultIn,
  invoice,
  made,
  MINUTE,
  poll,
  polled,
  REALM,
  SECOND,
  START,
  type Client,
} from './testing/client.ts'

/** A connected client with one fault armed for its next fitting call. */
async function meeting(fault: FaultName, params: Params = {}, before?: (client: Client) => Promise<unknown>) {
  const client = await connected()
  await before?.(client)
  client.sandbox.chaos.arm({ fault, params })
  const names = () => [...client.sandbox.company(REALM).tables.Customer.rows.values()].map((each) => each['DisplayName'])
  return { ...client, names, met: () => client.sandbox.chaos.counts()[fault] ?? {} }
}

const threeCustomers = async ({ post }: Client) => {
  for (const name of ['One', 'Two', 'Three']) await post('customer', customer(name))
}
const since = START - MINUTE

describe('before the work', () => {
  it('F1: the request is lost, nothing is done, and the next one finds all well', async () => {
    const { post, names, met } = await meeting('lost-before')
    await expect(post('customer', customer('Gone'))).rejects.toThrow('fetch failed')
    expect(names()).not.toContain('Gone')
    expect((await post('customer', customer('Gone'))).status).toBe(200)
    expect(met()).toEqual({ 'create Customer': 1 })
  })

  it('F4: throttled, with Retry-After only when it is asked for', async () => {
    const silent = await meeting('throttled')
    const answer = await silent.post('customer', customer('Slow'))
    expect([answer.status, faultIn(answer)]).toEqual([429, '3001'])
    expect(answer.headers.has('retry-after')).toBe(false)
    expect(silent.names()).not.toContain('Slow')
    const { get } = await meeting('throttled', { retryAfter: 60 })
    expect((await get('customer/1')).headers.get('retry-after')).toBe('60')
  })

  it('F5: a burst of 5xx for as many calls as said, in HTML or in JSON', async () => {
    const { post, names, sandbox } = await meeting('broken', { status: 503, body: 'html', burst: 3 })
    for (let at = 0; at < 3; at += 1) {
      const { status, text } = await post('customer', customer('Down'))
      expect(status).toBe(503)
      expect(text).toContain('<html>')
    }
    expect(names()).not.toContain('Down')
    expect(sandbox.chaos.rules()).toEqual([])
    expect((await post('customer', customer('Down'))).status).toBe(200)
    const json = await meeting('broken', { status: 500, body: 'json' })
    expect(faultIn(await json.get('customer/1'))).toBe('10000')
  })

  it('F6: it hangs for two minutes, then the gateway gives up; nothing is done', async () => {
    const { post, slept, names } = await meeting('hang')
    expect((await post('customer', customer('Waiting'))).status).toBe(504)
    expect(slept).toEqual([120_000])
    expect(names()).not.toContain('Waiting')
  })

  it('F7: a refusal under status 200', async () => {
    const { post, names } = await meeting('fault-in-200')
    const answer = await post('customer', customer('Fine?'))
    expect([answer.status, faultIn(answer)]).toEqual([200, '6000'])
    expect(names()).not.toContain('Fine?')
  })

  it('F13: a cursor is called too old', async () => {
    const { get } = await meeting('old-cursor')
    const answer = await get(poll('Customer', since))
    expect([answer.status, faultIn(answer)]).toEqual([400, '500'])
    expect(answer.text).toContain('older than fixed days')
    expect((await get(poll('Customer', since))).status).toBe(200)
  })
})

describe('after the work', () => {
  it('F2: the answer is lost, the work stands, and the request id replays it', async () => {
    const { post, names } = await meeting('lost-after')
    await expect(post('customer?requestid=r1', customer('Done'))).rejects.toThrow('fetch failed')
    expect(names()).toContain('Done')
    const again = await post('customer?requestid=r1', customer('Done'))
    expect(made(again, 'Customer')['DisplayName']).toBe('Done')
    expect(names().filter((each) => each === 'Done')).toHaveLength(1)
  })

  it('F3: the answer comes late, after a second try was made and answered', async () => {
    let arrive = () => {}
    const held = new Promise<void>((done) => {
      arrive = done
    })
    const { post, sandbox } = await connected({ sleep: () => held })
    sandbox.chaos.arm({ fault: 'late', params: { milliseconds: 30_000 } })
    const order: string[] = []
    const first = post('customer?requestid=r1', customer('Late')).then((answer) => {
      order.push('first')
      return made(answer, 'Customer').Id
    })
    const second = made(await post('customer?requestid=r1', customer('Late')), 'Customer').Id
    order.push('second')
    arrive()
    expect(await first).toBe(second)
    expect(order).toEqual(['second', 'first'])
  })

  it('F6: the work is done, and the answer takes two minutes', async () => {
    const { post, slept, names } = await meeting('late')
    expect((await post('customer', customer('Late'))).status).toBe(200)
    expect(slept).toEqual([120_000])
    expect(names()).toContain('Late')
  })

  it('F5: it breaks after the work', async () => {
    const { post, names } = await meeting('broken-after')
    expect((await post('customer', customer('Done'))).status).toBe(502)
    expect(names()).toContain('Done')
  })

  it('F7: a web page, or an answer that breaks off; the work stands', async () => {
    const page = await meeting('html')
    const { status, text } = await page.post('customer', customer('Done'))
    expect([status, text.startsWith('<html>')]).toEqual([200, true])
    expect(page.names()).toContain('Done')
    const broken = await meeting('truncated', { length: 20 })
    await expect(broken.post('customer', customer('Done'))).rejects.toThrow('terminated')
    expect(broken.names()).toContain('Done')
  })

  it('F7: the answers of a batch come in another order, or one is missing though it was done', async () => {
    const batch = {
      BatchItemRequest: ['a', 'b', 'c'].map((bId) => ({ bId, operation: 'create', Customer: customer(bId) })),
    }
    const bIds = (body: JsonObject) =>
      (body['BatchItemResponse'] as readonly JsonObject[]).map((each) => each['bId'])
    const mixed = await meeting('batch-reordered')
    const orders = []
    for (let at = 0; at < 6; at += 1) {
      mixed.sandbox.chaos.arm({ fault: 'batch-reordered' })
      orders.push(bIds((await mixed.post('batch', batch)).body))
    }
    for (const each of orders) expect(each.toSorted()).toEqual(['a', 'b', 'c'])
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1)
    const short = await meeting('batch-missing')
    expect(bIds((await short.post('batch', batch)).body)).toHaveLength(2)
    expect(short.names()).toEqual(expect.arrayContaining(['a', 'b', 'c']))
  })

  it('F14: the answer bears the time of a clock that goes wrong; all else in it stays', async () => {
    const { get } = await meeting('clock-skew', { milliseconds: -10 * MINUTE })
    const wrong = await get('customer/1')
    const right = await get('customer/1')
    expect(wrong.body['time']).toBe('2026-11-21T11:50:00.000-08:00')
    expect(right.body['time']).toBe('2026-11-21T12:00:00.000-08:00')
    expect(wrong.text.replace(/"time".*/, '')).toBe(right.text.replace(/"time".*/, ''))
  })
})

describe('the company is in the way', () => {
  it('F8: somebody edited the object just before, for real', async () => {
    for (const what of ['update', 'void', 'delete'] as const) {
      const { post, sandbox } = await meeting('stale', {}, ({ post: key }) => key('invoice', invoice(100)))
      const [before] = sandbox.company(REALM).tables.Invoice.rows.values()
      const path = what === 'update' ? 'invoice' : `invoice?operation=${what}`
      const answer = await post(path, { Id: before?.Id, SyncToken: '0', sparse: true, PrivateNote: 'Mine' })
      expect(faultIn(answer)).toBe('5010')
      const after = sandbox.company(REALM).tables.Invoice.rows.get(before?.Id ?? '')
      expect(after).toMatchObject({ SyncToken: '1', TotalAmt: before?.['TotalAmt'] })
      expect(String(after?.['PrivateNote'])).toContain('looked at')
    }
  })

  it('F8: also of an item of a batch, the others of which are done', async () => {
    const { post } = await meeting('stale')
    const items = [
      { bId: '1', operation: 'update', Customer: { Id: '1', SyncToken: '0', sparse: true, Title: 'Ms' } },
      { bId: '2', operation: 'create', Customer: customer('New') },
    ]
    const { body } = await post('batch', { BatchItemRequest: items })
    const answers = body['BatchItemResponse'] as readonly JsonObject[]
    expect(JSON.stringify(answers[0])).toContain('"code":"5010"')
    expect(answers[1]).toHaveProperty('Customer')
  })

  it('F9: the name is taken, by a customer that is really there', async () => {
    const { post, names } = await meeting('duplicate-name')
    expect(faultIn(await post('customer', customer('Twin')))).toBe('6240')
    expect(names()).toContain('Twin')
  })

  it('F9: the number is taken, and the company refuses equal numbers', async () => {
    const { post, sandbox } = await meeting('duplicate-number')
    expect(faultIn(await post('invoice', invoice(50, { DocNumber: 'T-1' })))).toBe('6140')
    const rows = [...sandbox.company(REALM).tables.Invoice.rows.values()]
    expect(rows.map((each) => each['DocNumber'])).toEqual(['T-1'])
  })

  it('F9: the books are closed up to the date of the document, and can be read to be', async () => {
    const { post, get } = await meeting('closed-period')
    expect(faultIn(await post('invoice', invoice(50, { TxnDate: '2026-11-02' })))).toBe('6210')
    const { body } = await get('preferences')
    expect(JSON.stringify(body)).toContain('"BookCloseDate":"2026-11-02"')
    expect((await post('invoice', invoice(50, { TxnDate: '2026-11-03' }))).status).toBe(200)
  })

  it('F9: what the document names was made inactive', async () => {
    const { post, sandbox } = await meeting('inactive-reference')
    expect(faultIn(await post('invoice', invoice(50)))).toBe('610')
    const { Customer, Item } = sandbox.company(REALM).tables
    expect([Customer.rows.get('1')?.['Active'], Item.rows.get('1')?.['Active']]).toContain(false)
  })

  it('F10: a request id is ignored, so that a second try does the work twice', async () => {
    const { post, sandbox } = await connected()
    sandbox.chaos.arm({ fault: 'request-id-ignored', match: { nth: 2 } })
    for (let at = 0; at < 3; at += 1) await post('invoice?requestid=r1', invoice(50))
    expect(sandbox.company(REALM).tables.Invoice.rows.size).toBe(2)
  })

  it('F15: the access token ends mid-cycle; a refresh mends it', async () => {
    const { get, connect, met } = await meeting('token-expired')
    const answer = await get('customer/1')
    expect([answer.status, faultIn(answer)]).toEqual([401, '3200'])
    await connect()
    expect((await get('customer/1')).status).toBe(200)
    expect(met()).toEqual({ 'read Customer': 1 })
  })

  it('F15: the answer to a refresh is lost', async () => {
    const { refresh, refreshToken, sandbox, met } = await meeting('refresh-lost')
    sandbox.oauth.state.knobs.rotation = 'at-once'
    await expect(refresh(refreshToken)).rejects.toThrow('fetch failed')
    expect(met()).toEqual({ token: 1 })
    expect((await refresh(refreshToken)).body).toMatchObject({ error: 'invalid_grant' })
  })

  it('F15: consent is revoked, and no refresh brings it back', async () => {
    const { get, refresh, refreshToken } = await meeting('consent-revoked')
    expect((await get('customer/1')).status).toBe(401)
    expect((await refresh(refreshToken)).body['error']).toBe('invalid_grant')
  })

  it('F19: the bookkeeper has keyed something odd, and it can be read', async () => {
    const { get, sandbox } = await connected()
    sandbox.chaos.arm({ fault: 'poison', times: 30 })
    for (let at = 0; at < 30; at += 1) expect((await get('query?query=select * from Customer')).status).toBe(200)
    const answers = await Promise.all(
      ['Customer', 'Invoice'].map((kind) => get(`query?query=${encodeURIComponent(`select * from ${kind}`)}`)),
    )
    const text = answers.map((each) => each.text).join('')
    expect(text).toContain('<b onmouseover')
    expect(text).toContain('ü'.repeat(2000))
    expect(text).toContain('"TotalAmt":0')
  })

  it('F20: the bookkeeper did something just before', async () => {
    const { get, sandbox } = await meeting('bookkeeper-at-work', { act: 'key-invoice' })
    const before = stateHash(sandbox.company(REALM))
    await get('customer/1')
    expect(stateHash(sandbox.company(REALM))).not.toBe(before)
    expect(sandbox.company(REALM).tables.Invoice.rows.size).toBe(1)
  })
})

describe('change polls', () => {
  it('F11: rows come twice', async () => {
    const { get } = await meeting('changes-duplicated', {}, threeCustomers)
    const twice = polled(await get(poll('Customer', START))).Customer ?? []
    const once = polled(await get(poll('Customer', START))).Customer ?? []
    expect(twice.length).toBeGreaterThan(once.length)
    expect([...new Set(twice)]).toEqual(once)
  })

  it('F11: rows come in any order, with the same bytes', async () => {
    const { get, sandbox } = await meeting('changes-reordered', {}, async ({ post }) => post('invoice', invoice(100)))
    const right = sandbox.chaos.disarm('f1') && (await get(poll('Customer,Invoice,Account', START - MINUTE)))
    sandbox.chaos.arm({ fault: 'changes-reordered' })
    const mixed = await get(poll('Customer,Invoice,Account', START - MINUTE))
    if (right === false) throw new Error('it was not armed')
    expect(polled(mixed).Account).not.toEqual(polled(right).Account)
    const sorted = (text: string) => [...text].toSorted().join('')
    expect(sorted(mixed.text)).toBe(sorted(right.text))
  })

  it('F11: what a call changes stays unseen for up to ten minutes, though its stamp is old then', async () => {
    const { post, get, clock } = await meeting('changes-late', { milliseconds: 10 * MINUTE })
    const late = made(await post('customer', customer('Late')), 'Customer')
    const prompt = made(await post('customer', customer('Prompt')), 'Customer')
    const seen = async () => polled(await get(poll('Customer', START))).Customer ?? []
    expect(await seen()).toContain(prompt.Id)
    expect(await seen()).not.toContain(late.Id)
    clock.advance(10 * MINUTE - SECOND)
    expect(await seen()).not.toContain(late.Id)
    clock.advance(SECOND)
    expect(await seen()).toContain(late.Id)
  })

  it('F11: a poll withholds some rows, which come within ten minutes', async () => {
    const { get, clock } = await meeting('changes-withheld', {}, threeCustomers)
    const all = 10
    const first = polled(await get(poll('Customer', since))).Customer ?? []
    expect(first.length).toBeLessThan(all)
    const second = polled(await get(poll('Customer', since))).Customer ?? []
    expect(second).toEqual(first)
    clock.advance(10 * MINUTE)
    expect(polled(await get(poll('Customer', since))).Customer).toHaveLength(all)
  })

  it('F12: a poll ends after so many rows, over all its groups', async () => {
    const { get } = await meeting('changes-truncated', { cap: 12 })
    const { Customer, Account } = polled(await get(poll('Customer,Account', since)))
    expect([Customer?.length, Account?.length]).toEqual([7, 5])
  })

  it('are left alone when they are refused, whatever is armed', async () => {
    for (const fault of FAULT_NAMES.filter((each) => each.startsWith('changes-'))) {
      const { get } = await meeting(fault)
      expect(faultIn(await get('cdc?entities=Nonsense&changedSince=2026-11-21'))).toBeDefined()
    }
  })
})
