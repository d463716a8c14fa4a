import type { History } from './names.ts'

/** What is to become of a document's total; `left`: nobody can say what it should be. */
export type Verdict = 'agrees' | 'restored' | 'left'

/** Names as knex puts them into a statement. */
export const bindings = ({ names }: History): Record<string, string> =>
  Object.fromEntries(Object.entries(names).filter(([, name]) => name !== null)) as Record<string, string>

/**
 * Every document with what its lines come to and what the old flags say it is, in one statement of which callers make
 * a subquery. A total is put right only where the credit explains its distance from the lines to the cent. A kind is
 * said where nothing says one yet, or something but the flags says `standard`: any other word is kept.
 */
export function judgedIn({ names, hasType }: History): string {
  const column = (of: string, key: keyof typeof names, otherwise: string) =>
    names[key] === null ? otherwise : `${of}.:${key}:`
  const tenant = column('i', 'tenant', `''`)
  const lineTenant = column('l', 'lineTenant', `''`)
  const tax = names.lineTax === null ? '0' : 'coalesce(l.:lineTax:, 0)'
  return `
    select cast(tenant as text) as tenant, cast(id as text) as id, number, currency, total, credit, lines, type,
      case when total = lines then 'agrees'
        when credit <> 0 and total + credit = lines then 'restored' else 'left' end as verdict,
      case when total = lines or total + credit <> lines then total else lines end as "totalAfter",
      case when type is null or (type = 'standard' and flagged <> 'standard') then flagged else type
        end as "typeAfter"
    from (
      select ${tenant} as tenant, i.:id: as id, cast(${column('i', 'number', 'null')} as text) as number,
        cast(${column('i', 'currency', 'null')} as text) as currency, i.:total: as total,
        coalesce(i.:creditApplied:, 0) as credit, coalesce(s.lines, 0) as lines,
        ${hasType ? 'cast(i.:invoiceType: as text)' : 'cast(null as text)'} as type,
        case when ${column('i', 'isPrepayment', 'false')} then 'prepayment'
          when i.:total: < 0 or coalesce(s.lines, 0) < 0 then 'credit_note' else 'standard' end as flagged
      from :invoices: i left join (
        select ${lineTenant} as tenant, l.:lineInvoice: as id, sum(coalesce(l.:lineNet:, 0) + ${tax}) as lines
        from :lines: l group by 1, 2
      ) s on s.tenant = ${tenant} and s.id = i.:id:
    ) j`
}
