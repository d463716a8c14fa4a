import {
  createDraft,
  creditInvoice,
  finalizeInvoices,
  reopenInvoice,
  voidInvoice,
  type DraftLine,
} from '@tieout/billing/contract'
import type { Chance } from '../../machine/chance.ts'
import type { Act, SimTenant, World } from '../../world.ts'
import { ask, told } from './asking.ts'
import { lookAndVoid } from './voiding.ts'
import { clientsInDollars, day, draftPapers, inUnits, openPapers, postedPapers } from './looking.ts'

/** What people do with documents in the books here. */
export const documentActs: readonly Act[] = [
  {
    name: 'finalize-one',
    side: 'here',
    weight: 14,
    async run(world, tenant, chance) {
      const made = await drafted(world, tenant, chance)
      if (typeof made === 'string') return made
      const asked = await ask(tenant, finalizeInvoices, { invoiceIds: [made.invoiceId] })
      return told(`finalize a draft of ${inUnits(made.totalMinor)} dated ${made.issueDate}`, asked, numbersOf)
    },
  },
  {
    name: 'draft',
    side: 'here',
    weight: 4,
    async run(world, tenant, chance) {
      const made = await drafted(world, tenant, chance)
      return typeof made === 'string' ? made : `began a draft of ${inUnits(made.totalMinor)}`
    },
  },
  {
    name: 'finalize-several',
    side: 'here',
    weight: 3,
    async run(world, tenant, chance) {
      const drafts = await draftPapers(world, tenant)
      if (drafts.length === 0) return null
      const chosen = chance.shuffled(drafts).slice(0, chance.between(1, 5))
      const asked = await ask(tenant, finalizeInvoices, { invoiceIds: chosen.map((each) => each.invoiceId) })
      return told(`finalize ${chosen.length} drafts`, asked, numbersOf)
    },
  },
  {
    name: 'void',
    side: 'here',
    weight: 4,
    async run(world, tenant, chance) {
      const posted = await postedPapers(world, tenant)
      if (posted.length === 0) return null
      const { invoiceId, number } = chance.pick(posted)
      // Now and then somebody does it past the dialog.
      if (chance.happens(0.85)) return await lookAndVoid(tenant, { invoiceId, number })
      return told(`void ${number}`, await ask(tenant, voidInvoice, { invoiceId, reason: 'by mistake' }))
    },
  },
  {
    name: 'back-to-draft',
    side: 'here',
    weight: 2,
    async run(world, tenant, chance) {
      const posted = await postedPapers(world, tenant)
      if (posted.length === 0) return null
      const { invoiceId, number, version } = chance.pick(posted)
      const asked = await ask(tenant, reopenInvoice, { invoiceId, version, reason: 'a line is missing' })
      return told(`take ${number} back to draft`, asked)
    },
  },
  {
    name: 'credit-note',
    side: 'here',
    weight: 4,
    async run(world, tenant, chance) {
      const open = await openPapers(world, tenant)
      if (open.length === 0) return null
      const { invoiceId, number, dueMinor } = chance.pick(open)
      const amountMinor = chance.between(1, dueMinor)
      const part = chance.happens(0.3) ? { by: 'whole' } : { by: 'amount', amountMinor }
      const made = await ask(tenant, creditInvoice, { invoiceId, part, issueDate: day(world) })
      if (made.kind === 'refused') return told(`credit ${number}`, made)
      const asked = await ask(tenant, finalizeInvoices, { invoiceIds: [made.answer.invoiceId] })
      return told(`credit ${inUnits(made.answer.totalMinor)} of ${number}`, asked, numbersOf)
    },
  },
]

const numbersOf = ({ finalized }: { finalized: readonly { number: string }[] }): string =>
  `: ${finalized.map((each) => each.number).join(', ')}`

/** How far back: mostly these days, sometimes before anything goes over by itself. */
const BACKDATED = [0, 0, 0, -1, -3, -9, -20, -90] as const

async function drafted(world: World, tenant: SimTenant, chance: Chance) {
  const clientId = await someClient(world, tenant, chance)
  if (clientId === null) return 'found nobody to bill'
  const issueDate = day(world, chance.pick(BACKDATED))
  const lines = Array.from({ length: chance.pick([1, 1, 2, 3, 5]) }, () => lineFor(tenant, chance))
  const asked = await ask(tenant, createDraft, { clientId, issueDate, lines })
  return asked.kind === 'refused' ? told('begin a draft', asked) : asked.answer
}

/** Mostly somebody who is linked. */
async function someClient(world: World, tenant: SimTenant, chance: Chance): Promise<string | null> {
  if (tenant.clients.length > 0 && chance.happens(0.9)) return chance.pick(tenant.clients).clientId
  const all = await clientsInDollars(world, tenant)
  return all.length === 0 ? null : chance.pick(all)
}

const QUANTITIES = ['1', '1', '2', '3', '0.25', '1.5', '7.3333', '12'] as const

function lineFor({ services }: SimTenant, chance: Chance): Partial<DraftLine> {
  const mapped = services.filter((each) => each.itemId !== null)
  const service =
    mapped.length > 0 && chance.happens(0.9)
      ? chance.pick(mapped)
      : chance.happens(0.8)
        ? chance.pick(services)
        : null
  const unitPriceMinor = chance.pick([1, 99, 1_000, 12_345, 99_999, 250_000])
  return {
    description: chance.pick(['Server care', 'On-site visit', 'Back-up & restore', 'Größe “XL” <b>']),
    serviceId: service?.serviceId ?? null,
    quantity: chance.pick(QUANTITIES),
    unitPriceMinor,
    discountMinor: chance.happens(0.2) ? Math.floor(unitPriceMinor / 10) : 0,
    taxable: (service?.taxable ?? false) && chance.happens(0.5),
  }
}
