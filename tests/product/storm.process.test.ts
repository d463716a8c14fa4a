import { bookkeeperOf, type Row } from '@tieout/accounting-sync/testing'
import { APP_ROLE, connect, verifyAudit, withCredentials } from '@tieout/platform'
import type { Sandbox } from '@tieout/qbo-sandbox'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findRunningDatabase } from '../../scripts/lib/database.ts'
import { rolePasswords } from '../../scripts/lib/open-database.ts'
import { HARBOR } from '../../server/src/demo/companies.ts'
import { startProduct, type Product } from './product.ts'
import { personAt, type Billed, type PersonHere } from './storm.ts'
import { syncBeside, type SyncBeside } from './sync-beside.ts'
import { startWorker, type Worker } from './worker.ts'

/** How long it blows. It takes a machine of its own, so it comes by command alone: npm run races -- --processes-for-real */
const MINUTES = process.env['STORM_MINUTES']
const SECONDS = 60 * Number(MINUTES ?? 0)
const LEASE_SECONDS = 10
const env = { ACCOUNTING_LEASE_SECONDS: String(LEASE_SECONDS) }
const WORKERS = 3

const { tenant } = HARBOR
const pause = (milliseconds: number) => new Promise((go) => setTimeout(go, milliseconds))
const between = (least: number, most: number) => least + Math.random() * (most - least)

/**
 * Workers that are killed, connections that are ended by the database, people at work on both sides, and Sync
 * now pressed all the while: once it is over, both books say the same.
 */
describe.skipIf(MINUTES === undefined)('a storm of real processes', () => {
  let product: Product
  let beside: SyncBeside
  let here: PersonHere
  let owner: ReturnType<typeof connect>
  /** As the product signs in: a role may end what is its own. */
  let serving: ReturnType<typeof connect>
  const workers: Worker[] = []

  beforeAll(async () => {
    product = await startProduct({ args: ['--no-jobs'] })
    beside = await syncBeside(product.home)
    here = await personAt(product.origin)
    const ownerUrl = (await findRunningDatabase(product.home)) ?? ''
    owner = connect(ownerUrl, { max: 2, silent: true })
    const appUrl = withCredentials(ownerUrl, APP_ROLE, rolePasswords(ownerUrl).app)
    serving = connect(appUrl, { max: 1, silent: true })
    for (let each = 0; each < WORKERS; each += 1) workers.push(await startWorker(product.home, env))
  })
  afterAll(async () => {
    await Promise.all(workers.map((each) => each.kill()))
    await Promise.all([owner?.destroy(), serving?.destroy()])
    await beside?.close()
    await product?.stop()
  })

  it(
    'leaves every document there once, every payment in both books, and no question',
    async () => {
      const end = performance.now() + SECONDS * 1000
      const isOver = () => performance.now() > end
      const billed: Billed[] = []
      const counts = { killed: 0, terminated: 0, paidHere: 0, paidThere: 0, changed: 0 }

      // One may meet the end of its connection while it starts.
      const another = async (): Promise<Worker> =>
        await startWorker(product.home, env).catch(async () => await another())
      const killing = async () => {
        while (!isOver()) {
          await pause(between(500, 5000))
          const at = Math.floor(Math.random() * workers.length)
          await workers[at]?.kill()
          counts.killed += 1
          workers[at] = await another()
        }
      }
      const terminating = async () => {
        while (!isOver()) {
          await pause(between(300, 1500))
          const { rows } = await serving.raw(TERMINATE_ONE)
          counts.terminated += rows.length
        }
      }
      const billing = async () => {
        while (!isOver()) {
          const made = await here.bills()
          billed.push(made)
          // Every third is paid here, the others over there or not at all.
          if (billed.length % 3 === 0) {
            await here.paysHere(made, 5_000)
            counts.paidHere += 1
          }
          await pause(between(50, 300))
        }
      }
      const pressing = async () => {
        while (!isOver()) {
          await beside.pressSyncNow().catch(() => {})
          await pause(between(200, 1500))
        }
      }
      await Promise.all([
        killing(),
        terminating(),
        billing(),
        pressing(),
        bookkeeping(beside, billed, isOver, counts),
      ])
      const calmAt = performance.now()
      const rest = async () => {
        await beside.pressSyncNow()
        const { done: _done, ...open } = await beside.queue()
        return { open, isHeld: await beside.isHeld(), apart: await apart(billed) }
      }
      await expect
        .poll(rest, { timeout: 90_000, interval: 500 })
        .toEqual({ open: {}, isHeld: false, apart: [] })
      const recovery = Math.round(performance.now() - calmAt) / 1000
      process.stdout.write(
        `${JSON.stringify({ seconds: SECONDS, billed: billed.length, ...counts, recovery })}\n`,
      )
      const there = await beside.company.invoicesByNumber()
      expect(billed.map(({ number }) => there.get(number))).toEqual(billed.map(() => 1))
      const asked = await owner('inbox_tasks')
        .where({ tenant, status: 'open' })
        .whereLike('kind', 'accounting%')
      expect(asked.map(({ kind, context }) => [kind, context])).toEqual([])
      expect(await verifyAudit(owner, tenant)).toMatchObject({ problemCount: 0 })
      expect(counts.killed).toBeGreaterThan(0)
      expect(counts.terminated).toBeGreaterThan(0)
    },
    SECONDS * 1000 + 150_000,
  )

  /** Numbers of which the two books do not say the same. */
  async function apart(billed: readonly Billed[]): Promise<string[]> {
    const rows = await beside.company.all('Invoice')
    const there = new Map(
      rows.map((row) => [String(row['DocNumber']), Math.round(Number(row['Balance']) * 100)]),
    )
    const ours: { number: string; due: number }[] = await owner('invoice_balances as b')
      .join('invoices as i', 'i.invoice_id', 'b.invoice_id')
      .where('i.tenant', tenant)
      .whereIn(
        'i.invoice_id',
        billed.map((each) => each.invoiceId),
      )
      .orderBy('i.number')
      .select('i.number', 'b.balance_due_minor as due')
    return ours.flatMap(({ number, due }) =>
      there.get(number) === due ? [] : [`${number}: ${due} here, ${there.get(number)} there`],
    )
  }
})

/** A connection of any process of ours but this test's own, in whatever it is doing. */
const TERMINATE_ONE = `
  select pg_terminate_backend(pid) from (
    select pid from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and usename = current_user
    order by random() limit 1) one`

/** Whoever keeps the books over there: pays what came, changes a payment, takes one off again. */
async function bookkeeping(
  { company }: SyncBeside,
  billed: readonly Billed[],
  isOver: () => boolean,
  counts: { paidThere: number; changed: number },
): Promise<void> {
  const { url } = company.running
  const keeper = bookkeeperOf({ fetch: globalThis.fetch } as Sandbox, company.realmId, url)
  const paid = new Set<string>()
  const payments: { row: Row; invoice: string }[] = []
  while (!isOver()) {
    await pause(between(100, 600))
    const theirs = new Set(billed.filter((_, at) => at % 3 === 0).map((each) => each.number))
    const rows = (await company.all('Invoice')) as Row[]
    const next = rows.find((row) => theirs.has(String(row['DocNumber'])) && !paid.has(row.Id))
    if (next !== undefined) {
      paid.add(next.Id)
      const customer = (next['CustomerRef'] as { value: string }).value
      const inCurrency = { CurrencyRef: next['CurrencyRef'] }
      const row = await keeper.pays(customer, 60, [[next.Id, 60]], inCurrency)
      payments.push({ row, invoice: next.Id })
      counts.paidThere += 1
    }
    const old = payments[Math.floor(Math.random() * payments.length)]
    if (old === undefined || Math.random() < 0.6) continue
    const Line = [{ Amount: 40, LinkedTxn: [{ TxnId: old.invoice, TxnType: 'Invoice' }] }]
    await keeper.change('Payment', old.row.Id, { TotalAmt: 40, Line })
    counts.changed += 1
  }
}
