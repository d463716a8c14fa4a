import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct, type Product } from './product.ts'
import { syncBeside, type SyncBeside } from './sync-beside.ts'
import { startWorker, type Worker } from './worker.ts'

const LEASE_SECONDS = 10
/** What somebody sent and died over is not sent again before it can no longer arrive. */
const STILL_COMING_SECONDS = 160
const env = { ACCOUNTING_LEASE_SECONDS: String(LEASE_SECONDS) }

/** Jobs done apart from the web server: by several at once, and by the next one when one of them is killed. */
describe('workers', () => {
  let product: Product
  let beside: SyncBeside
  const workers: Worker[] = []
  const work = async () => {
    const worker = await startWorker(product.home, env)
    workers.push(worker)
    return worker
  }

  beforeAll(async () => {
    product = await startProduct({ args: ['--no-jobs'] })
    beside = await syncBeside(product.home)
  })
  afterAll(async () => {
    await Promise.all(workers.map((each) => each.kill()))
    await beside?.close()
    await product?.stop()
  })

  /** Presses Sync now until all of these are there; answers how many of each there are. */
  const untilThere = async (numbers: readonly string[], seconds: number) => {
    const there = async () => {
      await beside.pressSyncNow()
      const counts = await beside.company.invoicesByNumber()
      return numbers.filter((each) => !counts.has(each)).length
    }
    await expect.poll(there, { timeout: seconds * 1000, interval: 1000 }).toBe(0)
    const atRest = async () => ({ ...(await beside.queue()), isHeld: await beside.isHeld() })
    await expect
      .poll(atRest, { timeout: (STILL_COMING_SECONDS + 30) * 1000, interval: 500 })
      .toEqual({ done: expect.any(Number), isHeld: false })
    const counts = await beside.company.invoicesByNumber()
    return numbers.map((each) => counts.get(each))
  }

  /** Three hundred cheques, each over two of these; answers what then stands on each number. */
  const paidThere = async (numbers: readonly string[]) => {
    const rows = new Map((await beside.company.all('Invoice')).map((row) => [row['DocNumber'], row]))
    const on = new Map<string, number[]>()
    const line = (place: number, amount: number) => {
      const number = numbers[place % numbers.length] ?? ''
      on.set(
        number,
        [...(on.get(number) ?? []), amount * 100].toSorted((a, b) => a - b),
      )
      return { Amount: amount, LinkedTxn: [{ TxnId: rows.get(number)?.['Id'], TxnType: 'Invoice' }] }
    }
    const [first] = numbers
    const { CustomerRef, CurrencyRef } = rows.get(first) ?? {}
    const cheques = Array.from({ length: 300 }, (_, cheque) => {
      const Line = [line(cheque, 10), line(cheque + 1, 5)]
      return { CustomerRef, CurrencyRef, TotalAmt: 15, PaymentRefNum: `C${cheque}`, Line }
    })
    const key = async () => {
      for (let next = cheques.pop(); next; next = cheques.pop()) await beside.company.create('payment', next)
    }
    await Promise.all(Array.from({ length: 8 }, key))
    return on
  }

  it('are what does the jobs: without one nothing goes out, and Ctrl-C lets what runs come to its end', async () => {
    const numbers = await beside.invoices(3)
    await beside.letGo()
    expect(await beside.queue()).toEqual({ pending: 3 })
    expect(product.said()).toContain('npm run worker')
    const worker = await work()
    expect(await untilThere(numbers, 30)).toEqual([1, 1, 1])
    expect(await worker.stop()).toBe(0)
    expect(worker.said()).toContain('comes to its end first')
  })

  it('one killed amid five hundred invoices leaves nothing twice, nothing out and nothing in progress', async () => {
    const numbers = await beside.invoices(500)
    const before = (await beside.company.invoicesByNumber()).size
    const doomed = await work()
    await beside.letGo()
    const sent = async () => (await beside.company.invoicesByNumber()).size - before
    await expect.poll(sent, { timeout: 30_000, interval: 20 }).toBeGreaterThan(0)
    await doomed.kill()
    expect(await sent()).toBeLessThan(500)
    expect((await beside.queue())['done']).toBeLessThan(500)
    await work()
    const counts = await untilThere(numbers, LEASE_SECONDS + STILL_COMING_SECONDS + 45)
    expect(counts).toEqual(numbers.map(() => 1))
  }, 480_000)

  it('one killed wherever it is amid three hundred payments there leaves each of them here once', async () => {
    await Promise.all(workers.map((each) => each.kill()))
    const numbers = await beside.invoices(100)
    await beside.letGo()
    const first = await work()
    await untilThere(numbers, LEASE_SECONDS + STILL_COMING_SECONDS + 60)
    await first.kill()
    const paid = await paidThere(numbers)
    // Before anything of it is written, and when all is but that it is linked.
    for (const table of ['payments', 'tenant_external_entity_mappings']) {
      const doomed = await work()
      await beside.whileHeldUpAt(table, () => doomed.kill())
      expect(await beside.received()).toMatchObject({ receipts: 0, links: 0 })
    }
    // And once it is, about when the cursor moves.
    const last = await work()
    const taken = async () => {
      await beside.pressSyncNow()
      return (await beside.received()).receipts
    }
    await expect.poll(taken, { timeout: 90_000, interval: 100 }).toBe(300)
    await last.kill()
    const before = await beside.cursor()
    await work()
    const moved = async () => {
      await beside.pressSyncNow()
      return await beside.cursor()
    }
    await expect.poll(moved, { timeout: 90_000, interval: 1000 }).not.toBe(before)
    const { receipts, links, onNumbers } = await beside.received()
    expect({ receipts, links }).toEqual({ receipts: 300, links: 300 })
    expect(onNumbers).toEqual(paid)
    const owed = (await beside.company.all('Invoice')).filter((row) => paid.has(String(row['DocNumber'])))
    for (const row of owed) expect(Number(row['TotalAmt']) - Number(row['Balance'])).toBe(45)
  }, 480_000)

  it('two at once, and Sync now pressed by many, make no duplicate', async () => {
    const numbers = await beside.invoices(120)
    await work()
    const presses = Array.from({ length: 10 }, () => beside.pressSyncNow())
    await Promise.all([beside.letGo(), ...presses, ...presses.map(() => beside.pressSyncNow())])
    const counts = await untilThere(numbers, 60)
    expect(counts).toEqual(numbers.map(() => 1))
  }, 480_000)
})
