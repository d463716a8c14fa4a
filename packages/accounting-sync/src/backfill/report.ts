import type { Trx } from '../host.ts'
import { bindings, judgedIn, type Verdict } from './judged.ts'
import type { History } from './names.ts'

/** What would be done, or was: amounts are the host's own, as text, so that no digit is lost. */
export interface BackfillReport {
  documents: number
  /** Their totals are what their lines come to. */
  agreeing: number
  restored: { documents: number; sums: Sum[]; rows: JudgedRow[] }
  /** Totals that neither the lines nor the credit explain: nobody touches them but a person. */
  left: { documents: number; rows: JudgedRow[] }
  /** How many are said to be what, that were not said to be so before. */
  typed: { type: string; documents: number }[]
}

export interface Sum {
  currency: string | null
  documents: number
  totalBefore: string
  totalAfter: string
}

export interface JudgedRow {
  tenant: string
  id: string
  number: string | null
  currency: string | null
  total: string
  credit: string
  lines: string
  totalAfter: string
}

/** Reads only. `rows`: so many documents are named of each sort; all are counted. */
export async function reportOn(trx: Trx, history: History, rows: number): Promise<BackfillReport> {
  const judged = judgedIn(history)
  const named = bindings(history)
  const { rows: counted }: { rows: { verdict: Verdict; documents: number }[] } = await trx.raw(
    `select verdict, cast(count(*) as int) as documents from (${judged}) j group by verdict order by verdict`,
    named,
  )
  const of = (verdict: Verdict) => counted.find((each) => each.verdict === verdict)?.documents ?? 0
  const sums = await trx.raw(
    `select currency, cast(count(*) as int) as documents, cast(sum(total) as text) as "totalBefore",
       cast(sum("totalAfter") as text) as "totalAfter"
     from (${judged}) j where verdict = 'restored' group by currency order by currency nulls first`,
    named,
  )
  const typed = await trx.raw(
    `select "typeAfter" as type, cast(count(*) as int) as documents from (${judged}) j
     where type is distinct from "typeAfter" group by 1 order by 1`,
    named,
  )
  return {
    documents: counted.reduce((sum, each) => sum + each.documents, 0),
    agreeing: of('agrees'),
    restored: {
      documents: of('restored'),
      sums: sums.rows,
      rows: await rowsOf(trx, history, 'restored', rows),
    },
    left: { documents: of('left'), rows: await rowsOf(trx, history, 'left', rows) },
    typed: typed.rows,
  }
}

/** Some of those judged so, in the order of their numbers. */
async function rowsOf(trx: Trx, history: History, verdict: Verdict, most: number): Promise<JudgedRow[]> {
  const { rows } = await trx.raw(
    `select tenant, id, number, currency, cast(total as text) as total, cast(credit as text) as credit,
       cast(lines as text) as lines, cast("totalAfter" as text) as "totalAfter"
     from (${judgedIn(history)}) j where verdict = :verdict
     order by tenant collate "C", number collate "C", id collate "C" limit :most`,
    { ...bindings(history), verdict, most },
  )
  return rows
}
