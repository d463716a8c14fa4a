import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startProduct, type Product } from './product.ts'
import { syncBeside, type SyncBeside } from './sync-beside.ts'
import { startWorker, type Worker } from './worker.ts'

const LEASE_SECONDS = 10
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
      .poll(atRest, { timeout: 30_000, interval: 500 })
      .toEqual({ done: expect.any(Number), isHeld: false })
    const counts = await beside.company.invoicesByNumber()
    return numbers.map((each) => counts.get(each))
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
    const counts = await untilThere(numbers, LEASE_SECONDS + 45)
    expect(counts).toEqual(numbers.map(() => 1))
  })

  it('two at once, and Sync now pressed by many, make no duplicate', async () => {
    const numbers = await beside.invoices(120)
    await work()
    const presses = Array.from({ length: 10 }, () => beside.pressSyncNow())
    await Promise.all([beside.letGo(), ...presses, ...presses.map(() => beside.pressSyncNow())])
    const counts = await untilThere(numbers, 60)
    expect(counts).toEqual(numbers.map(() => 1))
  })
})
