import { implement, type Implementation, type TenantContext } from '../access/application.ts'
import { MOST_EXPORTED_ROWS } from '../contract/exports.ts'
import { localeCode, type LocaleCode } from '../contract/text.ts'
import type { fileAnswer, ParsedInputOf, UseCase } from '../contract/use-case.ts'
import type { ZodType } from 'zod'
import { readAllPages } from './all-pages.ts'
import { toCsv, type Cell } from './csv.ts'

/** A heading in our four languages. */
export type Heading = Record<LocaleCode, string>

export const heading = (en: string, fr: string, de: string, es: string): Heading => ({ en, fr, de, es })

export interface CsvColumn<Row> {
  heading: Heading
  cell: (row: Row) => Cell
}

interface Page<Row> {
  items: Row[]
  nextCursor: string | null
}

/** Binds an export to the list it is of: the same reading, page after page, as rows of a file. */
export function implementExport<Row, I extends ZodType>(
  declaration: UseCase<I, typeof fileAnswer>,
  from: {
    fileName: string
    columns: readonly CsvColumn<Row>[]
    readPage: (
      ctx: TenantContext,
      input: ParsedInputOf<UseCase<I>> & { cursor: string | undefined; limit: number },
    ) => Promise<Page<Row>>
  },
): Implementation {
  return implement(declaration, async (ctx, input) => {
    const { items } = await readAllPages(
      (at) => from.readPage(ctx, Object.assign({}, input, at)),
      MOST_EXPORTED_ROWS,
    )
    const locale = localeOf(ctx)
    const headings = from.columns.map((column) => column.heading[locale])
    const rows = items.map((row: Row) => from.columns.map((column) => column.cell(row)))
    return {
      fileName: from.fileName,
      contentType: 'text/csv; charset=utf-8',
      bytes: toCsv(headings, rows),
      disposition: 'attachment' as const,
    }
  })
}

function localeOf({ actor }: TenantContext): LocaleCode {
  const parsed = localeCode.safeParse(actor.kind === 'user' ? actor.locale.split('-')[0] : 'en')
  return parsed.success ? parsed.data : 'en'
}
