import type { Company, Entity, KindName } from '../company/state.ts'
import { depositOf, linesOf, linksOf } from './books.ts'
import { centsOf, money, sum } from './money.ts'
import { paperKind, paperName } from './paper-kinds.ts'

/** What will happen when a paper is voided or deleted, told before it does. */
export function consequences(
  company: Company,
  kind: KindName,
  paper: Entity,
  action: 'void' | 'delete',
): string[] {
  const own =
    action === 'void'
      ? `${paperName(kind, paper)} stays on record, with every amount at zero. This cannot be taken back.`
      : `${paperName(kind, paper)} is gone for good. Programs that poll for changes hear that it was deleted.`
  return [own, ...ofOthers(company, kind, paper, action)]
}

function ofOthers(company: Company, kind: KindName, paper: Entity, action: 'void' | 'delete'): string[] {
  if (kind === 'Payment') {
    const freed = sharesOf(company, paper).map(
      ({ name, cents }) => `${name}: ${money(cents)} is open on it again.`,
    )
    const deposit = depositOf(paper)
    return deposit === undefined
      ? freed
      : [...freed, `It is in deposit #${deposit}. QuickBooks refuses until it is taken out of there.`]
  }
  if (kind === 'Deposit') {
    const payments = linesOf(paper).flatMap(linksOf).length
    return payments === 0
      ? []
      : [`${payments} payment${payments === 1 ? ' goes' : 's go'} back to the undeposited funds.`]
  }
  const covering = coveredBy(company, kind, paper)
  if (covering === 0) return []
  return action === 'void'
    ? [`${money(covering)} that covered it is given back to the payments it came from, as unapplied.`]
    : [
        `${money(covering)} of payments and credits cover it. Unless they are taken off first, this may be refused.`,
      ]
}

/** What a payment covers, paper by paper. */
export function sharesOf(
  company: Company,
  payment: Entity,
): { kind: KindName; paper: Entity | undefined; name: string; cents: number }[] {
  return linesOf(payment).flatMap((line) =>
    linksOf(line).map(({ type, id }) => {
      const kind = type as KindName
      const paper = paperKind(type) === undefined ? undefined : company.tables[kind].rows.get(id)
      return {
        kind,
        paper,
        name: paper === undefined ? `${type} #${id}` : paperName(kind, paper),
        cents: centsOf(line['Amount']),
      }
    }),
  )
}

/** Hundredths of a paper that payments cover. */
function coveredBy(company: Company, kind: KindName, paper: Entity): number {
  const payments = linksOf(paper).flatMap(({ type, id }) => {
    const payment = type === 'Payment' ? company.tables.Payment.rows.get(id) : undefined
    return payment === undefined ? [] : [payment]
  })
  const shares = payments.flatMap((each) => sharesOf(company, each))
  return sum(
    shares.filter((each) => each.kind === kind && each.paper?.Id === paper.Id).map((each) => each.cents),
  )
}
