import { describe, expect, it } from 'vitest'
import { FAULT_NAMES } from './faults.ts'
import {
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
import { meeting } from './testing/meeting.ts'

const threeCustomers = async ({ post }: Client) => {
  for (const name of ['One', 'Two', 'Three']) await post('customer', customer(name))
}
const since = START - MINUTE

describe('change polls', () => {
  it('F11: rows come twice', async () => {
    const { get } = await meeting('changes-duplicated', {}, threeCustomers)
    const twice = polled(await get(poll('Customer', START))).Customer ?? []
    const once = polled(await get(poll('Customer', START))).Customer ?? []
    expect(twice.length).toBeGreaterThan(once.length)
    expect([...new Set(twice)]).toEqual(once)
  })

  it('F11: rows come in any order, with the same bytes', async () => {
    const { get, sandbox } = await meeting('changes-reordered', {}, async ({ post }) =>
      post('invoice', invoice(100)),
    )
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

  it('F11: only that call is held back, not what happens in the company after it', async () => {
    const { sandbox, post, get } = await meeting('changes-late')
    await post('customer', customer('Late'))
    sandbox.chaos.work(sandbox.company(REALM), 'key-invoice')
    expect(polled(await get(poll('Invoice', START))).Invoice).toHaveLength(1)
    sandbox.chaos.arm({ fault: 'changes-late' })
    sandbox.chaos.arm({ fault: 'throttled', match: { what: 'create Customer' } })
    await post('customer', customer('Turned away'))
    sandbox.chaos.work(sandbox.company(REALM), 'key-invoice')
    expect(polled(await get(poll('Invoice', START))).Invoice).toHaveLength(2)
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

  it('F11: however many polls withhold a row, it comes ten minutes after its change', async () => {
    const { get, sandbox, clock } = await meeting('changes-withheld', {}, threeCustomers)
    const seen = async () => {
      sandbox.chaos.arm({ fault: 'changes-withheld' })
      return polled(await get(poll('Customer', since))).Customer ?? []
    }
    for (let minute = 0; minute < 10; minute += 1) {
      expect((await seen()).length).toBeLessThan(10)
      clock.advance(MINUTE)
    }
    expect(await seen()).toHaveLength(10)
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
