import { z } from 'zod'
import type { DocumentView } from '../contract/documents.ts'
import type { DocumentHead } from '../core/document.ts'
import type { Difference } from '../core/settle.ts'
import type { CardFacts } from '../postgres/document-card.ts'

type Side = NonNullable<DocumentView['here']>

/** What has expired is worth nothing here any more. */
export const hereSide = (head: DocumentHead, expired: DocumentView['expired']): Side => ({
  number: head.number,
  totalMinor: head.totalMinor,
  taxMinor: head.taxMinor,
  balanceMinor: expired === null ? head.balanceMinor : 0,
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

/** What both sides last agreed on, or what we meant; what is owed was never agreed on. */
export function agreedSide(head: DocumentHead, facts: CardFacts): Side | null {
  const parsed = meant.safeParse(facts.link?.snapshot)
  if (!parsed.success) return null
  const { customerId, ...agreed } = parsed.data
  const customer = { id: customerId, name: nameOfCustomer(facts, customerId, head) }
  return { ...agreed, balanceMinor: null, customer }
}

/** Whether it stands over there at all, as far as was seen. */
export function theirStanding({ link }: CardFacts): DocumentView['theirStanding'] {
  if (link === null) return null
  const told = link.differences?.find((each) => each.field === 'standing')?.there
  if (told === 'deleted' || told === 'voided') return told
  return link.status === 'voided' ? 'voided' : 'standing'
}

/** As last seen over there: what was meant, and where it is something else, that. */
export function thereSide(head: DocumentHead, facts: CardFacts): Side | null {
  const { link } = facts
  const agreed = agreedSide(head, facts)
  if (link === null || agreed === null) return null
  const differs = (field: Difference['field']) =>
    link.differences?.find((each) => each.field === field)?.there
  // A void one is worth nothing, and keeps its number.
  const worth = (usual: number | null) => (theirStanding(facts) === 'standing' ? usual : 0)
  const whole = (text: string | undefined, usual: number | null) =>
    worth(text !== undefined && /^-?\d+$/.test(text) ? Number(text) : usual)
  const otherCustomer = differs('customer')
  return {
    number: differs('number') ?? link.number ?? agreed.number,
    totalMinor: whole(differs('total'), agreed.totalMinor) ?? 0,
    taxMinor: whole(differs('tax'), agreed.taxMinor),
    balanceMinor: worth(balanceSeen(facts)),
    currency: differs('currency') ?? agreed.currency,
    issueDate: differs('date') ?? agreed.issueDate,
    customer:
      otherCustomer === undefined ? agreed.customer : { id: otherCustomer, name: facts.otherCustomer },
  }
}

/** A customer over there is called as it is linked; while it is linked no more, as our client. */
const nameOfCustomer = ({ linkedCustomer }: CardFacts, id: string, head: DocumentHead) =>
  linkedCustomer?.id === id ? linkedCustomer.name : head.clientName

const answered = z.object({ balanceMinor: z.number().nullable() })

/** As last seen: by a poll or a check, or in the answer to what was written since. */
export function balanceSeen({ link, attempts }: CardFacts): number | null {
  const seen = link?.metadata.seen
  const last = attempts.findLast(({ outcome }) => outcome === 'written' || outcome === 'adopted')
  const isWrittenSince =
    last !== undefined && (seen === undefined || Date.parse(last.at) > Date.parse(seen.at))
  if (!isWrittenSince) return seen?.balanceMinor ?? null
  const parsed = answered.safeParse(last.response)
  return parsed.success ? parsed.data.balanceMinor : (seen?.balanceMinor ?? null)
}

/** When it was last looked at over there, whatever for. */
export function checkedAt({ link }: CardFacts): string | null {
  if (link === null) return null
  const looks = [link.metadata.seen?.at, link.verifiedAt, link.sentAt].flatMap((each) => each ?? [])
  return looks.toSorted((a, b) => Date.parse(a) - Date.parse(b)).at(-1) ?? null
}
