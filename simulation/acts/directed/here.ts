import { reopenInvoice, reverseAllocation, reversePayment } from '@tieout/billing/contract'
import { resolveTask } from '@tieout/platform/contract'
import type { Chance } from '../../machine/chance.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told } from '../here/asking.ts'
import {
  clientsInDollars,
  day,
  inUnits,
  openPapers,
  openTasks,
  postedPapers,
  receipts,
  type OpenTask,
} from '../here/looking.ts'
import { nameOfReExport } from '../here/tasks.ts'
import { act, bill, draft, finalize, LINE, mapped, pay } from './billing.ts'

/** More than that at once travel together, though somebody waits for each. */
export const MANY = 6

async function takeBack(
  tenant: SimTenant,
  receipt: { paymentId: string; amountMinor: number },
): Promise<string> {
  const { paymentId, amountMinor } = receipt
  const asked = await ask(tenant, reversePayment, { paymentId, reason: 'the cheque bounced' })
  return told(`reverse a payment of ${inUnits(amountMinor)}`, asked)
}

/**
 * What scripts have people do here, always with the latest of its kind, so that a script says what happens.
 * Nobody does these by chance.
 */
export const directedHere: readonly Act[] = [
  act('bill', (world, tenant) => bill(world, tenant, [LINE])),
  act('bill-three', billThree),
  act('bill-each-service', async (world, tenant) => {
    const drafts = await Promise.all(
      mapped(tenant).map((each) => draft(world, tenant, { lines: [{ ...LINE, serviceId: each }] })),
    )
    return await finalize(tenant, drafts)
  }),
  act('bill-with-unmapped', async (world, tenant) => {
    const unmapped = tenant.services.find((each) => each.itemId === null)?.serviceId ?? null
    const drafts = [
      await draft(world, tenant, { lines: [LINE] }),
      await draft(world, tenant, { lines: [{ ...LINE, serviceId: unmapped }] }),
      await draft(world, tenant, { lines: [{ ...LINE, unitPriceMinor: 7_700 }] }),
    ]
    return await finalize(tenant, drafts)
  }),
  /** A client whose customer stands alone, with no jobs below it. */
  act('bill-second', async (world, tenant) => {
    const clientId = tenant.clients[1]?.clientId
    return clientId === undefined
      ? null
      : await finalize(tenant, [await draft(world, tenant, { clientId, lines: [LINE] })])
  }),
  act('bill-newcomer', async (world, tenant) => {
    const linked = new Set(
      tenant.clients.filter((each) => each.customerId !== null).map((each) => each.clientId),
    )
    const clientId = (await clientsInDollars(world, tenant)).find((each) => !linked.has(each))
    return clientId === undefined
      ? null
      : await finalize(tenant, [await draft(world, tenant, { clientId, lines: [LINE] })])
  }),
  act('bill-odd', (world, tenant) =>
    bill(world, tenant, [
      { ...LINE, quantity: '7.3333', unitPriceMinor: 12_345 },
      { ...LINE, quantity: '1.5', unitPriceMinor: 333, discountMinor: 33 },
    ]),
  ),
  act('bill-old', async (world, tenant) =>
    finalize(tenant, [await draft(world, tenant, { issueDate: day(world, -90), lines: [LINE] })]),
  ),
  act('bill-back', async (world, tenant) =>
    finalize(tenant, [await draft(world, tenant, { issueDate: day(world, -9), lines: [LINE] })]),
  ),
  act('bill-and-pay', async (world, tenant, chance) => {
    const billed = await bill(world, tenant, [LINE])
    return `${billed}; ${await payLatest(world, tenant, chance)}`
  }),
  act('bill-and-pay-six', async (world, tenant, chance) => {
    const said: string[] = []
    for (let time = 0; time < MANY; time += 1)
      said.push(await bill(world, tenant, [LINE]), (await payLatest(world, tenant, chance)) ?? '')
    return said.join('; ')
  }),
  act('pay-latest', payLatest),
  act('unlay-latest', async (world, tenant) => {
    const [latest] = (await receipts(world, tenant)).filter((each) => each.allocations.length > 0)
    if (latest === undefined) return null
    const [allocationId] = latest.allocations
    const asked = await ask(tenant, reverseAllocation, { allocationId, reason: 'meant for another' })
    return told(`take a payment of ${inUnits(latest.amountMinor)} off a document`, asked)
  }),
  act('take-back-latest', async (world, tenant) => {
    const [latest] = await receipts(world, tenant)
    return latest === undefined ? null : await takeBack(tenant, latest)
  }),
  act('take-back-six', async (world, tenant) => {
    const said: string[] = []
    for (const each of (await receipts(world, tenant)).slice(0, MANY)) said.push(await takeBack(tenant, each))
    return said.length === 0 ? null : said.join('; ')
  }),
  act('card-latest', async (world, tenant, chance) => {
    const [paper] = await openPapers(world, tenant)
    if (paper === undefined) return null
    const { clientId, currency, dueMinor: amountMinor, invoiceId, number } = paper
    const providerReference = `ch_${chance.int(2 ** 30).toString(36)}`
    await tenant.books.captured({
      providerReference,
      clientId,
      paidOn: day(world),
      currency,
      amountMinor,
      invoiceId,
    })
    return `the gateway took ${inUnits(amountMinor)} for ${number}`
  }),
  act('reopen-latest', async (world, tenant) => {
    const [paper] = await postedPapers(world, tenant)
    if (paper === undefined) return null
    const { invoiceId, version, number } = paper
    const asked = await ask(tenant, reopenInvoice, { invoiceId, version, reason: 'a line is missing' })
    return told(`take ${number} back to draft`, asked)
  }),
  act('write-again', (world, tenant) => answer(world, tenant, 'accounting_sync_drift', nameOfReExport, {})),
  act('rest', async () => 'nothing more'),
]

async function billThree(world: World, tenant: SimTenant): Promise<string> {
  const drafts: string[] = []
  for (const unitPriceMinor of [11_000, 12_000, 13_000])
    drafts.push(await draft(world, tenant, { lines: [{ ...LINE, unitPriceMinor }] }))
  return await finalize(tenant, drafts)
}

async function payLatest(world: World, tenant: SimTenant, chance: Chance): Promise<string | null> {
  const [paper] = await openPapers(world, tenant)
  return paper === undefined ? null : await pay(world, tenant, chance, [paper])
}

async function answer(
  world: World,
  tenant: SimTenant,
  kind: string,
  actionFor: (task: OpenTask) => string,
  input: Record<string, unknown>,
): Promise<string | null> {
  const task = (await openTasks(world, tenant)).find((each) => each.kind === kind)
  if (task === undefined) return null
  const action = actionFor(task)
  const asked = await ask(tenant, resolveTask, { taskId: task.taskId, action, input })
  return told(`answer ${kind} with ${action}`, asked)
}
