import { applyPayment, recordPayment, reverseAllocation, reversePayment } from '@tieout/billing/contract'
import type { Chance } from '../../machine/chance.ts'
import { isRefusal } from './asking.ts'
import type { Act, Captured, SimTenant, World } from '../../world.ts'
import { ask, told } from './asking.ts'
import { day, inUnits, openPapers, receipts, type Paper } from './looking.ts'

/** What people and the gateway do with money here. */
export const paymentActs: readonly Act[] = [
  {
    name: 'pay',
    side: 'here',
    weight: 8,
    async run(world, tenant, chance) {
      const chosen = ofOneClient(await openPapers(world, tenant), chance)
      if (chosen.length === 0) return null
      const allocations = sharesOf(chosen, chance)
      const applied = allocations.reduce((sum, each) => sum + each.amountMinor, 0)
      return await recorded(
        world,
        tenant,
        chance,
        chosen,
        allocations,
        applied + chance.pick([0, 0, 0, 2_500]),
      )
    },
  },
  {
    name: 'pay-on-account',
    side: 'here',
    weight: 1,
    async run(world, tenant, chance) {
      const chosen = ofOneClient(await openPapers(world, tenant), chance)
      return chosen.length === 0
        ? null
        : await recorded(world, tenant, chance, chosen, [], chance.between(100, 90_000))
    },
  },
  {
    name: 'apply-payment',
    side: 'here',
    weight: 2,
    async run(world, tenant, chance) {
      const left = (await receipts(world, tenant)).filter((each) => each.unappliedMinor > 0)
      if (left.length === 0) return null
      const { paymentId, clientId, unappliedMinor } = chance.pick(left)
      const [paper] = chance
        .shuffled(await openPapers(world, tenant))
        .filter((each) => each.clientId === clientId)
      if (paper === undefined) return null
      const amountMinor = Math.min(unappliedMinor, paper.dueMinor)
      const asked = await ask(tenant, applyPayment, {
        paymentId,
        allocations: [{ invoiceId: paper.invoiceId, amountMinor }],
      })
      return told(`apply ${inUnits(amountMinor)} of what was left to ${paper.number}`, asked)
    },
  },
  {
    name: 'reverse-payment',
    side: 'here',
    weight: 2,
    async run(world, tenant, chance) {
      const all = await receipts(world, tenant)
      if (all.length === 0) return null
      const { paymentId, provider, amountMinor } = chance.pick(all)
      const asked = await ask(tenant, reversePayment, { paymentId, reason: 'the cheque bounced' })
      return told(`reverse a payment of ${inUnits(amountMinor)} (${provider})`, asked)
    },
  },
  {
    name: 'reverse-allocation',
    side: 'here',
    weight: 2,
    async run(world, tenant, chance) {
      const all = (await receipts(world, tenant)).filter((each) => each.allocations.length > 0)
      if (all.length === 0) return null
      const { allocations, provider } = chance.pick(all)
      const asked = await ask(tenant, reverseAllocation, {
        allocationId: chance.pick(allocations),
        reason: 'meant for another',
      })
      return told(`take a payment (${provider}) off a document`, asked)
    },
  },
  {
    name: 'card',
    side: 'here',
    weight: 3,
    async run(world, tenant, chance) {
      const open = await openPapers(world, tenant)
      if (open.length === 0) return null
      const { invoiceId, clientId, number, dueMinor, currency } = chance.pick(open)
      const amountMinor = chance.happens(0.6) ? dueMinor : chance.between(1, dueMinor)
      const providerReference = `ch_${chance.int(2 ** 30).toString(36)}`
      const paid = { providerReference, clientId, paidOn: day(world), currency, amountMinor, invoiceId }
      // A gateway tells what it likes to tell, also twice.
      const times = chance.happens(0.3) ? 2 : 1
      let outcome = 'taken'
      for (let time = 0; time < times; time += 1) outcome = await captured(tenant, paid)
      return `the gateway took ${inUnits(amountMinor)} for ${number} and told it ${times}×: ${outcome}`
    },
  },
]

async function captured({ books }: SimTenant, paid: Captured): Promise<string> {
  try {
    await books.captured(paid)
    return 'taken'
  } catch (error) {
    if (!isRefusal(error)) throw error
    return error.code
  }
}

/** Up to three open documents of somebody. */
function ofOneClient(open: readonly Paper[], chance: Chance): Paper[] {
  if (open.length === 0) return []
  const { clientId } = chance.pick(open)
  const own = open.filter((each) => each.clientId === clientId)
  return chance.shuffled(own).slice(0, chance.pick([1, 1, 2, 3]))
}

/** All of each, but only a part of the last now and then. */
const sharesOf = (papers: readonly Paper[], chance: Chance) =>
  papers.map(({ invoiceId, dueMinor }, at) => ({
    invoiceId,
    amountMinor: at === papers.length - 1 && chance.happens(0.4) ? chance.between(1, dueMinor) : dueMinor,
  }))

async function recorded(
  world: World,
  tenant: SimTenant,
  chance: Chance,
  papers: readonly Paper[],
  allocations: readonly { invoiceId: string; amountMinor: number }[],
  amountMinor: number,
): Promise<string> {
  const [first] = papers
  const asked = await ask(tenant, recordPayment, {
    idempotencyKey: uuidFrom(chance),
    clientId: first?.clientId,
    paidOn: day(world, chance.pick([0, 0, -1, -2])),
    currency: first?.currency,
    amountMinor,
    method: chance.pick(['cheque', 'bank_transfer', 'cash']),
    ...(chance.happens(0.5) ? { reference: `CHQ ${chance.between(100, 999)}` } : {}),
    allocations,
  })
  const names = papers.map((each) => each.number).join(', ')
  return told(
    `record ${inUnits(amountMinor)}${allocations.length === 0 ? ' on account' : ` for ${names}`}`,
    asked,
  )
}

function uuidFrom(chance: Chance): string {
  const hex = Array.from({ length: 32 }, () => chance.int(16).toString(16)).join('')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20)}`
}
