import { describe, expect, it } from 'vitest'
import type { JsonObject } from '../json.ts'
import { connected, customer, faultIn, made, MINUTE, poll, START } from './testing/client.ts'
import { meeting } from './testing/meeting.ts'

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
