import type { AccountingSync, Answer } from '@tieout/accounting-sync'
import { listBatches, listTransactions, validateBatch, type Route } from '@tieout/accounting-sync/contract'
import { implementExport, type CsvColumn, type Implementation, type TenantContext } from '@tieout/platform'
import { BATCH_COLUMNS, BATCH_DOCUMENT_COLUMNS, TRANSACTION_COLUMNS } from './export-columns.ts'
import { fileOf } from './file-of.ts'
import { askingOf, saidOurWay } from './mount.ts'

/** The module's lists as files; each reads as its list does. */
export function accountingExports({ answers }: AccountingSync): Implementation[] {
  const file = <Row>(list: Route, fileName: string, columns: readonly CsvColumn<Row>[]) =>
    implementExport<Row, ReturnType<typeof fileOf>['input']>(fileOf(list), {
      fileName,
      columns,
      readPage: (ctx, input) => pageOf<Row>(answers, list, ctx, input),
    })
  return [
    file(listTransactions, 'transactions.csv', TRANSACTION_COLUMNS),
    file(listBatches, 'batches.csv', BATCH_COLUMNS),
    file(validateBatch, 'batch.csv', BATCH_DOCUMENT_COLUMNS),
  ]
}

async function pageOf<Row>(
  answers: readonly Answer[],
  list: Route,
  { trx, actor, audit }: TenantContext,
  input: unknown,
): Promise<{ items: Row[]; nextCursor: string | null }> {
  const found = answers.find(({ route }) => route.name === list.name)
  if (found?.scope !== 'inside') throw new Error(`${list.name} cannot be read in a transaction`)
  if (actor.kind !== 'user') throw new Error('the accounting sync is asked by people')
  const told = saidOurWay(() => found.run({ ...askingOf(actor), trx, audit }, input as never))
  const page = list.output.parse(await told)
  const { items, documents, nextCursor } = page as {
    items?: Row[]
    documents?: Row[]
    nextCursor?: string | null
  }
  return { items: items ?? documents ?? [], nextCursor: nextCursor ?? null }
}
