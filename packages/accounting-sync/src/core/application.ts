import type { Intent } from '../adapter.ts'

/** Credit of a credit note on an invoice, as it is to stand over there. */
export interface CanonicalApplication {
  id: string
  creditNoteId: string
  documentId: string
  clientId: string
  /** The later of both documents' days. */
  date: string
  currency: string
  amountMinor: number
}

/** Which part of a payment over there an application is: of which credit memo on which invoice, by their ids. */
export const partOf = (memoId: string, invoiceId: string): string => `${memoId}>${invoiceId}`

/** A part that was taken off and applied anew in one step has a number behind it. */
export const plainPart = (part: string): string => part.split('#')[0] ?? part

export const sidesOf = (part: string): { memoId: string; invoiceId: string } => {
  const [memoId = '', invoiceId = ''] = plainPart(part).split('>')
  return { memoId, invoiceId }
}

/**
 * What a payment over there says without an application; null when that is nothing, so that it goes as a whole. What
 * both last agreed on says what else it holds.
 */
export function withoutPart(
  agreed: Intent,
  { memoId, invoiceId }: { memoId: string; invoiceId: string },
  amountMinor: number,
): Intent | null {
  const lines = (agreed.settles ?? []).flatMap((id, at) => {
    const own = id === memoId || id === invoiceId ? amountMinor : 0
    const left = (agreed.lineNetsMinor[at] ?? 0) - own
    return left > 0 ? [{ id, left, kind: agreed.settlesKinds?.[at] ?? ('invoice' as const) }] : []
  })
  if (lines.length === 0 && agreed.totalMinor === 0) return null
  return {
    ...agreed,
    lineNetsMinor: lines.map((each) => each.left),
    settles: lines.map((each) => each.id),
    settlesKinds: lines.map((each) => each.kind),
  }
}
