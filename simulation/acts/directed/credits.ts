import { applyCredit, creditInvoice, finalizeInvoices, unapplyCredit } from '@tieout/billing/contract'
import { resolveTask } from '@tieout/platform/contract'
import type { Entity } from '@tieout/qbo-sandbox'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told } from '../here/asking.ts'
import { applications, openPools } from '../here/credits.ts'
import { lookAndVoid } from '../here/voiding.ts'
import { day, inUnits, openPapers, openTasks, postedPapers, type Paper } from '../here/looking.ts'
import {
  add,
  applications as applicationsThere,
  apply,
  lower,
  ourMemos,
  ours,
  payableBy,
} from '../there/credits.ts'
import { amountIn, isOpen, rowsOf, tried } from '../there/desk.ts'
import { MANY } from './here.ts'

/** What scripts have both sides do with credit, always with the latest of its kind. Nobody does these by chance. */
export const directedCredits: readonly Act[] = [
  here('credit-latest', async (world, tenant) => {
    const [paper] = await openPapers(world, tenant)
    if (paper === undefined) return null
    return await credit(world, tenant, paper, { by: 'amount', amountMinor: Math.ceil(paper.dueMinor / 3) })
  }),
  here('credit-latest-whole', async (world, tenant) => {
    const [paper] = await openPapers(world, tenant)
    return paper === undefined ? null : await credit(world, tenant, paper, { by: 'whole' })
  }),
  here('apply-latest', async (world, tenant) => {
    const [pool] = await openPools(world, tenant)
    const paper = (await openPapers(world, tenant)).find((each) => each.clientId === pool?.clientId)
    if (pool === undefined || paper === undefined) return null
    return await put(tenant, pool, paper, Math.min(paper.dueMinor, pool.remainingMinor))
  }),
  here('apply-a-bit-to-each', async (world, tenant) => {
    const [pool] = await openPools(world, tenant)
    const papers = (await openPapers(world, tenant)).filter((each) => each.clientId === pool?.clientId)
    if (pool === undefined || papers.length === 0) return null
    const each = Math.floor(pool.remainingMinor / papers.length)
    const said: string[] = []
    for (const paper of papers) said.push(await put(tenant, pool, paper, Math.min(each, paper.dueMinor)))
    return said.join('; ')
  }),
  here('unapply-latest', async (world, tenant) => {
    const [latest] = await applications(world, tenant)
    return latest === undefined ? null : await takeOff(tenant, latest)
  }),
  here('unapply-six', async (world, tenant) => {
    const said: string[] = []
    for (const each of (await applications(world, tenant)).slice(0, MANY))
      said.push(await takeOff(tenant, each))
    return said.length === 0 ? null : said.join('; ')
  }),
  here('cancel-here', async (world, tenant) => {
    const task = (await openTasks(world, tenant)).find((each) => each.kind === 'accounting_sync_drift')
    if (task === undefined) return null
    const input = { reason: 'we looked at it' }
    const asked = await ask(tenant, resolveTask, { taskId: task.taskId, action: 'cancel_here', input })
    return told('cancel here what was voided there', asked)
  }),
  here('void-latest', (world, tenant) => cancel(world, tenant, 'standard')),
  /** All at once: each is looked at over there before. */
  here('void-six', async (world, tenant) => {
    const papers = (await postedPapers(world, tenant)).filter((each) => each.invoiceType === 'standard')
    const said = await Promise.all(papers.slice(0, MANY).map((each) => lookAndVoid(tenant, each)))
    return said.length === 0 ? null : said.join('; ')
  }),
  here('void-latest-note', (world, tenant) => cancel(world, tenant, 'credit_note')),
  there('keeper-applies-memo', async (world, tenant) => {
    const memo = latest(ourMemos(world, tenant).filter(isOpen))
    const invoice = memo === undefined ? undefined : latest(payableBy(world, tenant, memo))
    if (memo === undefined || invoice === undefined) return null
    const amount = Math.min(amountIn(memo, 'Balance'), amountIn(invoice, 'Balance'))
    return await tried(`put ${amount} of memo ${memo.Id} on invoice ${invoice.Id}`, () =>
      apply(tenant, memo, invoice, amount),
    )
  }),
  there('keeper-lowers-application', async (world, tenant) => {
    const payment = latest(applicationsThere(world, tenant))
    return payment === undefined
      ? null
      : await tried(`halved what payment ${payment.Id} applies`, () => lower(tenant, payment, 0.5))
  }),
  there('keeper-deletes-application', async (world, tenant) => {
    const payment = latest(applicationsThere(world, tenant))
    return payment === undefined
      ? null
      : await tried(`deleted payment ${payment.Id}`, () => tenant.keeper.delete('Payment', payment.Id))
  }),
  there('keeper-adds-to-application', async (world, tenant) => {
    const payment = latest(applicationsThere(world, tenant))
    if (payment === undefined) return null
    const named = JSON.stringify(payment['Line'])
    const invoice = latest(
      payableBy(world, tenant, payment).filter((each) => !named.includes(`"TxnId":"${each.Id}"`)),
    )
    if (invoice === undefined) return null
    return await tried(`added invoice ${invoice.Id} to payment ${payment.Id}`, () =>
      add(tenant, payment, invoice, amountIn(invoice, 'Balance')),
    )
  }),
  there('keeper-voids-latest', async (world, tenant) => {
    const invoice = latest(ours(rowsOf(world, tenant, 'Invoice')))
    return invoice === undefined
      ? null
      : await tried(`voided invoice ${invoice.Id}`, async () => {
          await tenant.keeper.void('Invoice', invoice.Id)
        })
  }),
  there('keeper-deletes-memo', async (world, tenant) => {
    const memo = latest(ourMemos(world, tenant))
    return memo === undefined
      ? null
      : await tried(`deleted memo ${memo.Id}`, () => tenant.keeper.delete('CreditMemo', memo.Id))
  }),
  there('keeper-lets-credit-apply-itself', async ({ sandbox }, { realm }) => {
    const { rows } = sandbox.company(realm).tables.Preferences
    for (const [id, row] of rows) {
      const forms = row['SalesFormsPrefs'] as Record<string, unknown>
      rows.set(id, { ...row, SalesFormsPrefs: { ...forms, AutoApplyCredit: true } } as never)
    }
    return 'let credit apply itself'
  }),
]

function here(name: string, run: Act['run']): Act {
  return { name, side: 'here', weight: 0, run }
}

function there(name: string, run: Act['run']): Act {
  return { name, side: 'there', weight: 0, run }
}

const latest = (rows: readonly Entity[]): Entity | undefined =>
  rows.toSorted((a, b) => Number(a.Id) - Number(b.Id)).at(-1)

async function credit(
  world: World,
  tenant: SimTenant,
  { invoiceId, number }: Paper,
  part: object,
): Promise<string> {
  const made = await ask(tenant, creditInvoice, { invoiceId, part, issueDate: day(world) })
  if (made.kind === 'refused') return told(`credit ${number}`, made)
  const asked = await ask(tenant, finalizeInvoices, { invoiceIds: [made.answer.invoiceId] })
  return told(`credit ${inUnits(made.answer.totalMinor)} of ${number}`, asked)
}

async function put(
  tenant: SimTenant,
  { creditId, number: note }: { creditId: string; number: string },
  { invoiceId, number }: Paper,
  amountMinor: number,
): Promise<string> {
  const asked = await ask(tenant, applyCredit, { invoiceId, creditId, amountMinor })
  return told(`put ${inUnits(amountMinor)} of ${note} on ${number}`, asked)
}

async function takeOff(
  tenant: SimTenant,
  { creditAllocationId, note, invoice }: Awaited<ReturnType<typeof applications>>[number],
): Promise<string> {
  const asked = await ask(tenant, unapplyCredit, { creditAllocationId, reason: 'meant for another' })
  return told(`take ${note} off ${invoice}`, asked)
}

async function cancel(world: World, tenant: SimTenant, type: string): Promise<string | null> {
  const paper = (await postedPapers(world, tenant)).find((each) => each.invoiceType === type)
  return paper === undefined ? null : await lookAndVoid(tenant, paper)
}
