import type { CanonicalItem, DocumentHead } from '../core/document.ts'
import type { HostBooks } from '../host.ts'
import { noCredits } from '../host-credits.ts'
import type { Ports } from './ports.ts'
import { balances, movesOn } from './receipts-read.ts'
import { receiptTable } from './receipts.ts'

/** What only you know: your documents and clients. All else has an answer, and yours instead if you give one. */
export type PlainBooks = Pick<HostBooks, 'documents' | 'clients' | 'search'> &
  Partial<Omit<HostBooks, 'documents' | 'clients' | 'search'>>

/**
 * Books of finalized documents, without drafts, services, taxes or terms unless they are given, in UTC unless you
 * say where. What `documents` answers stands, and is owed less what came in over there. Whoever voids documents or
 * goes back to draft gives `heads` and `story`, whoever takes money themselves gives `payments` and both, and whoever
 * keeps credit of clients gives `credits`.
 */
export function plainBooks(given: PlainBooks, ports: Pick<Ports, 'clock' | 'ids'>): HostBooks {
  const none = async () => []
  const heads: HostBooks['heads'] = async (trx, tenant, ids) => {
    const found = await balances(trx, tenant, await given.documents(trx, tenant, ids))
    return [...found.values()].map(
      ({ document: { lines: _lines, ...head }, balanceMinor }): DocumentHead => ({
        ...head,
        standing: 'posted',
        balanceMinor,
      }),
    )
  }
  const books: HostBooks = {
    drafts: none,
    services: none,
    taxRates: none,
    taxCombinations: none,
    terms: none,
    heads,
    async story(trx, tenant, id) {
      const [head] = await (given.heads ?? heads)(trx, tenant, [id])
      return head === undefined ? null : { head, moves: await movesOn(trx, tenant, id) }
    },
    async names(trx, tenant, { clients, services, taxRates }) {
      const called = (all: readonly Pick<CanonicalItem, 'id' | 'name'>[], ids: readonly string[]) =>
        all.filter((each) => ids.includes(each.id)).map((each) => [each.id, each.name] as const)
      return new Map([
        ...called(clients.length === 0 ? [] : await given.clients(trx, tenant, clients), clients),
        ...called(services.length === 0 ? [] : await books.services(trx, tenant), services),
        ...called(taxRates.length === 0 ? [] : await books.taxRates(trx, tenant), taxRates),
      ])
    },
    timeZone: async () => 'UTC',
    async today(trx, tenant) {
      const timeZone = await books.timeZone(trx, tenant)
      return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(ports.clock.now())
    },
    payments: receiptTable(given.documents, ports),
    credits: noCredits,
    ...given,
  }
  return books
}
