import { describe, expect, it } from 'vitest'
import { FAULTS, FAULT_NAMES } from './faults.ts'
import { connected, customer, invoice, REALM } from './testing/client.ts'

const statuses = async (times: number, ask: () => Promise<{ status: number }>) => {
  const seen: number[] = []
  for (let at = 0; at < times; at += 1) seen.push((await ask()).status)
  return seen
}

describe('a rule', () => {
  it('strikes once, and is gone', async () => {
    const { sandbox, get } = await connected()
    sandbox.chaos.arm({ fault: 'throttled' })
    expect(sandbox.chaos.isArmed()).toBe(true)
    expect(await statuses(3, () => get('customer/1'))).toEqual([429, 200, 200])
    expect(sandbox.chaos.rules()).toEqual([])
    expect(sandbox.chaos.isArmed()).toBe(false)
  })

  it('strikes as often as it says, or for ever with a rate', async () => {
    const { sandbox, get } = await connected()
    sandbox.chaos.arm({ fault: 'throttled', times: 2 })
    expect(await statuses(4, () => get('customer/1'))).toEqual([429, 429, 200, 200])
    const id = sandbox.chaos.arm({ fault: 'throttled', rate: 1 })
    expect(await statuses(4, () => get('customer/1'))).toEqual([429, 429, 429, 429])
    expect(sandbox.chaos.disarm(id)).toBe(true)
    expect(sandbox.chaos.disarm(id)).toBe(false)
    expect(await statuses(2, () => get('customer/1'))).toEqual([200, 200])
  })

  it('strikes about so often as its rate says', async () => {
    const { sandbox, get } = await connected()
    sandbox.chaos.arm({ fault: 'throttled', rate: 0.2 })
    const struck = (await statuses(500, () => get('customer/1'))).filter((each) => each === 429).length
    expect(struck).toBeGreaterThan(70)
    expect(struck).toBeLessThan(130)
  })

  it('strikes only calls that fit: by what is asked, company, path and body, and by their number', async () => {
    const { sandbox, get, post } = await connected()
    const { chaos } = sandbox
    const armed = (match: object) => {
      chaos.calm()
      chaos.arm({ fault: 'throttled', match })
    }
    armed({ what: 'create Customer' })
    expect((await post('invoice', invoice(1))).status).toBe(200)
    expect((await post('customer', customer('A'))).status).toBe(429)
    armed({ what: 'create' })
    expect((await get('customer/1')).status).toBe(200)
    expect((await post('invoice', invoice(1))).status).toBe(429)
    armed({ realmId: '9131' })
    expect((await get('customer/1')).status).toBe(200)
    armed({ target: '/item/' })
    expect((await get('customer/1')).status).toBe(200)
    expect((await get('item/1')).status).toBe(429)
    armed({ body: 'Wanted' })
    expect((await post('customer', customer('Other'))).status).toBe(200)
    expect((await post('customer', customer('Wanted'))).status).toBe(429)
    armed({ what: 'read Customer', nth: 3 })
    expect(await statuses(5, () => get('customer/1'))).toEqual([200, 200, 429, 200, 200])
  })

  it('waits until there is something to do it to', async () => {
    const { sandbox, post } = await connected()
    sandbox.chaos.arm({ fault: 'duplicate-number' })
    expect((await post('invoice', invoice(1))).status).toBe(200)
    expect(sandbox.chaos.counts()).toEqual({})
    expect(sandbox.chaos.rules()).toHaveLength(1)
    expect((await post('invoice', invoice(1, { DocNumber: 'X' }))).status).toBe(400)
  })
})

describe('rates', () => {
  it('hold until they are replaced, and count what was struck', async () => {
    const { sandbox, get } = await connected()
    sandbox.chaos.rates({ throttled: 1 })
    expect(await statuses(2, () => get('customer/1'))).toEqual([429, 429])
    sandbox.chaos.rates({ hang: 1 })
    expect(await statuses(1, () => get('customer/1'))).toEqual([504])
    sandbox.chaos.rates({})
    expect(await statuses(1, () => get('customer/1'))).toEqual([200])
    expect(sandbox.chaos.counts()).toEqual({
      throttled: { 'read Customer': 2 },
      hang: { 'read Customer': 1 },
    })
  })

  it('let several faults meet one call: a stale token, and an answer that is lost', async () => {
    const { sandbox, post } = await connected()
    sandbox.chaos.rates({ stale: 1, 'lost-after': 1 })
    await expect(post('customer', { Id: '1', SyncToken: '0', sparse: true, Title: 'Ms' })).rejects.toThrow()
    expect(sandbox.company(REALM).tables.Customer.rows.get('1')).toMatchObject({ SyncToken: '1' })
    expect(Object.keys(sandbox.chaos.counts())).toEqual(['stale', 'lost-after'])
  })

  it('let one fault answer at most, and leave the answer one fate', async () => {
    const { sandbox, get, slept } = await connected()
    sandbox.chaos.rates({ hang: 1, throttled: 1, html: 1 })
    expect((await get('customer/1')).status).toBe(504)
    sandbox.chaos.rates({ late: 1, 'lost-after': 1 })
    expect((await get('customer/1')).status).toBe(200)
    expect(slept).toHaveLength(2)
    expect(sandbox.chaos.counts()).not.toHaveProperty('throttled')
  })
})

describe('chaos', () => {
  it('leaves calls alone while nothing is armed', async () => {
    const { sandbox } = await connected()
    const call = {
      number: 1,
      realmId: REALM,
      method: 'GET',
      what: 'query',
      target: '',
      requestId: undefined,
      body: '',
    }
    expect(sandbox.chaos.interfere(call)).toBeUndefined()
  })

  it('goes on alike from a snapshot', async () => {
    const one = await connected()
    one.sandbox.chaos.rates({ throttled: 0.3, 'clock-skew': 0.3 })
    one.sandbox.chaos.arm({ fault: 'hang', match: { nth: 20 } })
    await statuses(10, () => one.get('customer/1'))
    const other = await connected()
    other.sandbox.restore(one.sandbox.snapshot())
    const answers = []
    for (const { get } of [one, other]) {
      const texts: string[] = []
      for (let at = 0; at < 30; at += 1) texts.push(String((await get('customer/1')).body['time']))
      answers.push(texts)
    }
    expect(answers[1]).toEqual(answers[0])
    expect(new Set(answers[0]).size).toBeGreaterThan(5)
    expect(other.sandbox.chaos.counts()).toEqual(one.sandbox.chaos.counts())
  })

  it('knows every fault of the model that a service can cause', () => {
    const models = new Set(FAULT_NAMES.flatMap((name) => FAULTS[name].model.split(', ')))
    const wanted = Array.from({ length: 15 }, (_, at) => `F${at + 1}`)
    expect([...wanted, 'F19', 'F20'].filter((each) => !models.has(each))).toEqual([])
  })
})
