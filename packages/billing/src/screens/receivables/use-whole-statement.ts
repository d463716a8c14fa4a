'use client'

import type { ApiError, InputOf, ResultOf } from '@tieout/platform/contract'
import { api } from '@tieout/platform/web'
import { useQuery } from '@tanstack/react-query'
import { getStatement } from '../../contract/index.ts'

type Statement = ResultOf<typeof getStatement>

/** A statement is printed as a whole; one that is longer than this belongs to a shorter period. */
const MOST_PAGES = 10

/** All pages of a statement in one. `nextCursor` stays where it was cut off. */
export function useWholeStatement(period: Pick<InputOf<typeof getStatement>, 'clientId' | 'from' | 'to'>) {
  return useQuery<Statement, ApiError>({
    queryKey: ['statement', getStatement.name, period],
    queryFn: () => readAll(period),
  })
}

async function readAll(
  period: Pick<InputOf<typeof getStatement>, 'clientId' | 'from' | 'to'>,
): Promise<Statement> {
  let whole = await api(getStatement, { ...period, limit: 200 })
  for (let page = 1; page < MOST_PAGES && whole.nextCursor !== null; page += 1) {
    const next = await api(getStatement, { ...period, limit: 200, cursor: whole.nextCursor })
    whole = { ...next, items: [...whole.items, ...next.items] }
  }
  return whole
}
