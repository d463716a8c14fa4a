import { isDay } from '@tieout/ui'
import { z } from 'zod'

export interface BatchFilter {
  from: string
  to: string
  clientIds: string[]
}

/** What the address says; whatever it does not know is left out. */
export function readBatchFilter(query: Pick<URLSearchParams, 'get'>): BatchFilter {
  const day = (text: string | null) => (text !== null && isDay(text) ? text : '')
  const clients = (query.get('clients') ?? '').split(',')
  return {
    from: day(query.get('from')),
    to: day(query.get('to')),
    clientIds: clients.filter((each) => z.uuid().safeParse(each).success).slice(0, 200),
  }
}

export function writeBatchFilter({ from, to, clientIds }: BatchFilter): string {
  const query = new URLSearchParams()
  if (from) query.set('from', from)
  if (to) query.set('to', to)
  if (clientIds.length > 0) query.set('clients', clientIds.join(','))
  return query.toString()
}
