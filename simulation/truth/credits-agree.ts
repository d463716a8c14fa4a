import type { Check } from '../world.ts'
import { applicationsOf, bothBooks, counterpart, linkOf, money, noteOf, type Both } from './both.ts'
import type { OurApplication, OurDocument } from './ours.ts'
import { hasObservationTask, whyApplicationDiffers, type Strictness } from './reasons.ts'
import type { TheirDocument, TheirPayment } from './theirs.ts'

const HEALED: Strictness = { isHealed: true }

/**
 * I8 of credit: what is left of a credit note here is what is open on its memo there, payment by payment; what we
 * applied stands there under the later day of both documents; and a document that is cancelled here leaves nothing
 * standing there.
 */
export const creditsAgree: Check = async (world) => {
  const all = await Promise.all(
    world.tenants.map(async (tenant) => {
      const both = await bothBooks(world, tenant)
      const sentences = both.ours.documents.flatMap((each) =>
        each.type === 'credit_note' ? poolApart(both, each) : [],
      )
      return [...sentences, ...daysOfApplications(both)].map((what) => ({
        invariant: 'I8',
        tenant: tenant.tenant,
        what,
      }))
    }),
  )
  return all.flat()
}

/** Of which credit note how much is taken on either side, each payment on its own. */
function poolApart(both: Both, note: OurDocument): string[] {
  const memo = counterpart(both, note)
  if (memo === undefined || memo.isVoided) return []
  const drawn = both.ours.applications.filter(
    (each) => noteOf(both, each)?.id === note.id && !each.isTakenOff,
  )
  const told = new Set<string>()
  const said: string[] = []
  for (const payment of both.theirs.payments.values()) {
    const there = payment.onMemos.get(memo.id) ?? 0
    const linked = applicationsOf(both, payment.id).filter((each) => noteOf(both, each)?.id === note.id)
    for (const each of linked) told.add(each.id)
    const here = sumOf(linked.filter((each) => !each.isTakenOff))
    if (here === there || whyDrawnOtherwise(both, payment, memo, linked, Math.abs(here - there)) !== null)
      continue
    said.push(
      `${note.number}: payment ${payment.id} takes ${money(there)} of it there, and ${money(here)} is taken for it here`,
    )
  }
  for (const each of drawn) {
    if (told.has(each.id) || whyApplicationDiffers(both, each, HEALED) !== null) continue
    said.push(`${note.number}: ${money(each.amountMinor)} of it is spent here, and by no payment there`)
  }
  return said
}

const sumOf = (applications: readonly OurApplication[]): number =>
  applications.reduce((sum, each) => sum + each.amountMinor, 0)

/** What is under way says so itself; beside that a task about the payment has to name at least so much. */
function whyDrawnOtherwise(
  both: Both,
  payment: TheirPayment,
  memo: TheirDocument,
  linked: readonly OurApplication[],
  apartMinor: number,
): string | null {
  for (const each of linked) {
    const why = whyApplicationDiffers(both, each, HEALED)
    if (why !== null) return why
  }
  const observation = both.ours.observations.find(
    (each) => each.kind === 'payment' && each.externalId === payment.id,
  )
  if (observation === undefined) return null
  if (observation.decision !== 'left' && !hasObservationTask(both, payment.id)) return null
  const own = observation.problems.filter((each) => each.externalId === memo.id)
  const named = own.reduce((sum, each) => sum + each.amountMinor, 0)
  const all = observation.problems.reduce((sum, each) => sum + each.amountMinor, 0)
  return named === apartMinor || all >= apartMinor ? 'a task names it' : null
}

/** Ours and untouched: of the later day of the invoice and the credit note. */
function daysOfApplications(both: Both): string[] {
  return both.ours.applications.flatMap((application) => {
    const [invoice, note] = [both.documents.get(application.documentId), noteOf(both, application)]
    const payment = [...both.theirs.payments.values()].find((each) => each.marker === application.id)
    if (invoice === undefined || note === undefined || payment === undefined) return []
    if (linkOf(both, invoice) === undefined || payment.isTouched) return []
    const day = invoice.issueDate > note.issueDate ? invoice.issueDate : note.issueDate
    return payment.date === day
      ? []
      : [
          `credit of ${note.number} on ${invoice.number} is of ${day}, and was applied there on ${payment.date}`,
        ]
  })
}
