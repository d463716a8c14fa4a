import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { CanonicalDocument } from '../../core/document.ts'
import type { SyncHost } from '../../host.ts'
import type { AnnouncedCredit } from '../../host-credits.ts'
import type { Connection } from '../../postgres/connection.ts'
import { creditsChanged } from '../../producers/credits.ts'
import { queue } from '../../producers/producers.ts'
import { bookkeeperOf, closeBooks, linesFor } from '../../testing/bookkeeper.ts'
import { CLIENT, createSyncWorld, invoice, SOMEBODY, type SyncWorld } from '../../testing/sync-world.ts'
import { TENANT_A } from '../../testing/test-host.ts'
import { keepOut, takeBackIn } from '../control.ts'

/** Applications of credit on their way out, whatever happens to them. */

let world: SyncWorld
beforeAll(async () => {
  world = await createSyncWorld()
})
afterAll(() => world.close())

let numbers = 50_000

/** A credit note and an invoice, both over there. */
async function both(connection: Connection): Promise<[CanonicalDocument, CanonicalDocument]> {
  numbers += 2
  const made = [
    invoice(numbers, { kind: 'credit_memo', number: `CM-${numbers}` }),
    invoice(numbers + 1),
  ] as const
  for (const each of made) world.documents.set(each.id, each)
  await inTenant((trx) => queue(world.host, trx, connection, made))
  await world.cycle(connection)
  return [made[0], made[1]]
}

const inTenant: <T>(work: Parameters<SyncHost['transactions']['inTenant']>[1]) => Promise<T> = (work) =>
  world.host.transactions.inTenant(TENANT_A, work) as never

const tell = (credit: AnnouncedCredit) =>
  inTenant<number>((trx) => creditsChanged(world.host, trx, TENANT_A, [credit]))

const takeOff = async (credit: AnnouncedCredit) => {
  const found = world.credits.allocations.get(credit.id)
  if (found !== undefined) world.credits.allocations.set(credit.id, { ...found, isTakenOff: true })
  await tell(credit)
}

const payments = ({ realm }: Connection) => [...world.sandbox.company(realm).tables.Payment.rows.values()]
const operationOf = async (connection: Connection, { id }: AnnouncedCredit) =>
  (await world.operations(connection)).filter((each) => each.entityId === id)

class Killed extends Error {}

/** Dies at the n-th place where it touches the world; from there on nothing of it works. */
function mortal(n: number): { changes: Partial<SyncHost>; died(): boolean } {
  let places = 0
  let dead = false
  const place = () => {
    places += 1
    if (places >= n) dead = true
    if (dead) throw new Killed('killed')
  }
  return {
    died: () => dead,
    changes: {
      fetch: async (...call) => {
        place()
        const answer = await world.sandbox.fetch(...call)
        place()
        return answer
      },
      transactions: {
        ...world.host.transactions,
        async inTenant(tenant, work) {
          const answer = await world.host.transactions.inTenant(tenant, async (trx) => {
            const done = await work(trx)
            place()
            return done
          })
          place()
          return answer
        },
      },
    },
  }
}

describe('an application of credit', () => {
  it('stands there once, and is off once, wherever the process dies', { timeout: 240_000 }, async () => {
    const usual = world.sandbox.interfere
    // The hardest case: the service does not know request ids.
    world.sandbox.interfere = (call) => ({ ...usual(call), forgetRequestId: true })
    const connection = await world.connect()
    for (const step of ['applied', 'taken off'] as const) {
      let survived = false
      // Each third place here, since the simulation dies at every one of them.
      for (let n = step === 'applied' ? 1 : 2; !survived; n += 3) {
        const [note, on] = await both(connection)
        const credit = world.credits.key(note.id, on.id, 4_000)
        await tell(credit)
        if (step === 'taken off') {
          await world.cycle(connection)
          await takeOff(credit)
        }
        const { changes, died } = mortal(n)
        await world.cycle(connection, world.another(`${step} ${n}`, changes)).catch(() => {})
        survived = !died()
        await world.settleDown(connection)
        const own = payments(connection).filter((each) => String(each['PrivateNote']).includes(credit.id))
        expect(own, `${step}, died at ${n}`).toHaveLength(step === 'applied' ? 1 : 0)
        const open = (await world.operations(connection)).filter((each) => each.status !== 'done')
        expect(open, `${step}, died at ${n}`).toEqual([])
        expect(n).toBeLessThan(60)
      }
    }
    world.sandbox.interfere = usual
  })

  it.each(['before', 'after'] as const)(
    'whose answer is lost %s it was carried out stands there once, and is off once',
    async (when) => {
      const connection = await world.connect()
      const [note, on] = await both(connection)
      let losing = 1
      const unlucky = world.another(`lost ${when}`, {
        fetch: async (input, init) => {
          const isWrite = init?.method === 'POST' && String(input).includes('/payment')
          if (!isWrite || losing === 0) return await world.sandbox.fetch(input, init)
          losing -= 1
          if (when === 'after') await world.sandbox.fetch(input, init)
          throw new TypeError('the line is gone')
        },
      })
      const credit = world.credits.key(note.id, on.id, 4_000)
      await tell(credit)
      await world.cycle(connection, unlucky)
      await world.settleDown(connection)
      expect(losing).toBe(0)
      expect(payments(connection)).toHaveLength(1)
      expect((await operationOf(connection, credit)).map((each) => each.status)).toEqual(['done'])
      losing = 1
      await takeOff(credit)
      await world.cycle(connection, unlucky)
      await world.settleDown(connection)
      expect(losing).toBe(0)
      expect(payments(connection)).toEqual([])
      expect((await operationOf(connection, credit)).map((each) => each.status)).toEqual(['done', 'done'])
    },
  )

  it('goes to the company where its documents stand, whichever is the usual one', async () => {
    await world.connect()
    const second = await world.connect()
    const [note, on] = await both(second)
    const credit = world.credits.key(note.id, on.id, 4_000)
    await tell(credit)
    await world.cycle(second)
    expect((await operationOf(second, credit)).map((each) => each.status)).toEqual(['done'])
    await takeOff(credit)
    await world.cycle(second)
    expect(payments(second)).toEqual([])
  })

  it('waits for the books to open, and for its client to be taken back in', async () => {
    const connection = await world.connect()
    const [note, on] = await both(connection)
    const out = { entityType: 'client', entityId: CLIENT } as const
    await inTenant((trx) => keepOut(world.host, trx, TENANT_A, { ...out, reason: 'by hand', by: SOMEBODY }))
    const credit = world.credits.key(note.id, on.id, 4_000)
    await tell(credit)
    await world.cycle(connection)
    expect(await operationOf(connection, credit)).toMatchObject([
      { status: 'pending', waitReason: 'excluded' },
    ])
    await inTenant((trx) => takeBackIn(world.host, trx, TENANT_A, out))
    closeBooks(world, connection, '2026-11-20')
    await world.cycle(connection)
    expect(await operationOf(connection, credit)).toMatchObject([
      { status: 'pending', waitReason: 'closed_period', waitsFor: ['period:2026-11-20'] },
    ])
    expect(payments(connection)).toEqual([])
  })

  it('that names no document over there is nobody’s, and one of a prepayment asks a person', async () => {
    const connection = await world.connect()
    const [note, on] = await both(connection)
    const local = invoice((numbers += 2))
    world.documents.set(local.id, local)
    const stays = world.credits.key(note.id, local.id, 1_000)
    const prepaid = world.credits.key(note.id, on.id, 2_500)
    const found = world.credits.allocations.get(prepaid.id)
    if (found !== undefined) world.credits.allocations.set(prepaid.id, { ...found, creditNoteId: null })
    await tell(stays)
    await tell(prepaid)
    await world.cycle(connection)
    // The memo stays open there by what it pays here alone.
    const half = `accounting_sync_export_error:credit_allocation:${stays.id}`
    expect(world.tasks.get(half)).toMatchObject({
      params: { code: 'other_half_stays' },
      money: { amountMinor: 1_000, currency: 'USD' },
    })
    const key = `accounting_sync_export_error:credit_allocation:${prepaid.id}`
    expect(world.tasks.get(key)).toMatchObject({
      params: { code: 'prepayment_not_exported' },
      money: { amountMinor: 2_500, currency: 'USD' },
    })
    // Off again, nobody is asked any more.
    await takeOff(prepaid)
    await world.cycle(connection)
    expect(world.tasks.has(key)).toBe(false)
  })

  it('consumed there by what nobody knows here is tried again after the way in, then a person is asked', async () => {
    const connection = await world.connect()
    const [note, on] = await both(connection)
    const memo = [...world.sandbox.company(connection.realm).tables.CreditMemo.rows.values()].at(-1)
    const keeper = bookkeeperOf(world.sandbox, connection.realm, 'http://desk.test')
    // All of it but ten.
    const amount = (note.totalMinor - 1_000) / 100
    const detail = { ItemRef: { value: '1' }, TaxCodeRef: { value: 'NON' } }
    const theirs = await keeper.create('Invoice', {
      CustomerRef: { value: '1' },
      Line: [{ Amount: amount, DetailType: 'SalesItemLineDetail', SalesItemLineDetail: detail }],
    })
    await keeper.create('Payment', {
      CustomerRef: { value: '1' },
      TotalAmt: 0,
      Line: linesFor([
        [theirs.Id, amount],
        [memo?.Id ?? '', amount, 'CreditMemo'],
      ]),
    })
    const credit = world.credits.key(note.id, on.id, 4_000)
    await tell(credit)
    await world.cycle(connection)
    expect(await operationOf(connection, credit)).toMatchObject([
      { status: 'pending', errorCode: 'consumed_there', waitReason: 'backing_off' },
    ])
    await world.settleDown(connection)
    expect(await operationOf(connection, credit)).toMatchObject([
      { status: 'failed', errorCode: 'consumed_there' },
    ])
    expect(world.tasks.get(`accounting_sync_export_error:credit_allocation:${credit.id}`)).toMatchObject({
      money: { amountMinor: 4_000, currency: 'USD' },
    })
  })
})
