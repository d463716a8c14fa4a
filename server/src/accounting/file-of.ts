import type { Route } from '@tieout/accounting-sync/contract'
import { defineExport } from '@tieout/platform/contract'
import { z, type ZodObject } from 'zod'
import { asUseCase } from './as-use-case.ts'

/** A list of the module as a CSV file, beside it: the same filters, without the page. */
export function fileOf(list: Route) {
  const { cursor: _cursor, limit: _limit, ...filters } = (list.input as ZodObject).shape
  return defineExport(asUseCase(list), {
    name: `${list.name}.export`,
    summary: `${list.summary}, as CSV`,
    path: `${list.http.path}.csv`,
    input: z.object(filters),
  })
}
