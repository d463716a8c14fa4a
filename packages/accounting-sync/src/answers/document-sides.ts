import { z } from 'zod'
import type { DocumentView } from '../contract/documents.ts'
import type { DocumentHead } from '../core/document.ts'
import type { Difference } from '../core/settle.ts'
import type { CardFacts } from '../postgres/document-card.ts'

type Side = NonNullable<DocumentView['here']>

export const hereSide = (head: DocumentHead): Side => ({
  number: head.number,
  totalMinor: head.totalMinor,
  taxMinor: head.taxMinor,
  balanceMinor: head.balanceMinor,
  currency: head.currency,
  issueDate: head.issueDate,
  customer: { id: head.clientId, name: head.clientName },
})

/** What both sides last agreed on, or what we meant. */
const meant = z.object({
  number: z.string().nullable(),
  totalMinor: z.number(),
  taxMinor: z.number(),
  currency: z.string(),
  issueDate: z.string(),
  customerId: z.string(),
})

/** As last seen over there: what was meant, and where it is something else, that. */
export function thereSide(head: DocumentHead, facts: CardFacts): Side | null {
  const { link } = facts
  if (link === null) return null
  const parsed = meant.safeParse(link.snapshot)
  if (!parsed.success) return null
  const differs = (field: Difference['field']) =>
    link.differences?.find((each) => each.field === field)?.there
  const whole = (text: string | undefined, usual: number) =>
    text !== undefined && /^-?\d+$/.test(text) ? Number(text) : usual
  const { number, totalMinor, taxMinor, currency, issueDate, customerId } = parsed.data
  const otherCustomer = differs('customer')
  return {
    number: link.number ?? differs('number') ?? number,
    totalMinor: whole(differs('total'), totalMinor),
    taxMinor: whole(differs('tax'), taxMinor),
    balanceMinor: balanceSeen(facts),
    currency: differs('currency') ?? currency,
    issueDate: differs('date') ?? issueDate,
    customer:
      otherCustomer === undefined
        ? { id: customerId, name: nameOfCustomer(facts, customerId, head) }
        : { id: otherCustomer, name: facts.otherCustomer },
  }
}

/** A customer over there is called as it is linked; while it is linked no more, as our client. */
const nameOfCustomer = ({ linkedCustomer }: CardFacts, id: string, head: DocumentHead) =>
  linkedCustomer?.id === id ? linkedCustomer.name : head.clientName

const answered = z.object({ balanceMinor: z.number().nullable() })

/** From the last answer that held the document itself; nothing is read over there for a card. */
function balanceSeen({ attempts }: CardFacts): number | null {
  const last = attempts.findLast(({ outcome }) => outcome === 'written' || outcome === 'adopted')
  const parsed = answered.safeParse(last?.response)
  return parsed.success ? parsed.data.balanceMinor : null
}
