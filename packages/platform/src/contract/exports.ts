import { z, type ZodObject, type ZodType } from 'zod'
import { auditSearch } from './audit.ts'
import { listMails } from './mail.ts'
import { defineQuery, fileAnswer, type UseCase } from './use-case.ts'
import { listUsers } from './users.ts'

/** More rows than that are refused: whoever needs them all narrows the filters. */
export const MOST_EXPORTED_ROWS = 50_000

/** A list as a CSV file: whoever may read the list may have it, with the same filters. */
export function defineExport<I extends ZodType>(
  list: UseCase,
  declaration: { name: string; summary: string; path: `/${string}.csv`; input: I },
) {
  const { name, summary, path, input } = declaration
  return defineQuery({
    name,
    summary,
    access: list.access,
    input,
    output: fileAnswer,
    answers: 'file',
    http: { method: 'GET', path },
  })
}

/** The filters of a list, without the page. */
export function filtersOf<S extends { cursor: ZodType; limit: ZodType }>(input: ZodObject<S>) {
  const { cursor: _cursor, limit: _limit, ...filters } = input.shape
  return z.object(filters)
}

export const exportAudit = defineExport(auditSearch, {
  name: 'audit.export',
  summary: 'Who did what, as CSV',
  path: '/audit-events.csv',
  input: filtersOf(auditSearch.input),
})

export const exportUsers = defineExport(listUsers, {
  name: 'user.export',
  summary: 'Users as CSV',
  path: '/users.csv',
  input: filtersOf(listUsers.input),
})

export const exportMails = defineExport(listMails, {
  name: 'mail.export',
  summary: 'The outbox as CSV, without what the mails say',
  path: '/mails.csv',
  input: filtersOf(listMails.input),
})
