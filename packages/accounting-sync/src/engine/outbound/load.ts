import type { Standing } from '../../adapter.ts'
import type { CanonicalParty } from '../../core/document.ts'
import type { OperationKind } from '../../core/operation.ts'
import { namedBy } from '../../core/references.ts'
import type { Trx } from '../../host.ts'
import { excludedAmong } from '../../postgres/exclusions.ts'
import { loadLinks, type Link } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { newcomersAmong } from '../mapping/first-export.ts'
import { readSettings } from '../settings.ts'
import { loadCredits } from './load-credits.ts'
import { loadPayments } from './load-payments.ts'
import { loadVoids } from './load-voids.ts'
import type { PlanFacts } from './plan.ts'
import type { Run } from './run.ts'

export interface Loaded extends PlanFacts {
  /** Clients that may be created over there on the way. */
  newcomers: CanonicalParty[]
}

/** Everything that decides about these operations, in a fixed number of statements. */
export async function load(run: Run, trx: Trx, operations: readonly StoredOperation[]): Promise<Loaded> {
  const { connection, engine } = run
  const { tenant } = connection
  const { books } = engine.host
  const ids = [...new Set(operations.map((each) => each.entityId))]
  const documents = await books.documents(trx, tenant, ids)
  // Of what is cancelled no document is told any more, and of payments none ever was.
  const payers = operations.flatMap((each) => (KNOWN_BY_DOCUMENT.has(each.kind) ? [] : (each.clientId ?? [])))
  const clientIds = [...new Set([...documents.map((each) => each.clientId), ...payers])]
  const links = await loadLinks(trx, tenant, connection, [
    ...operations,
    ...namedBy(documents),
    ...payers.map((entityId) => ({ entityType: 'client', entityId })),
  ])
  const exclusions = await excludedAmong(trx, tenant, { clientIds, documentIds: ids })
  const excluded = new Set(exclusions.map((each) => each.entityId))
  const settings = readSettings(connection.settings)
  const customers = idsOf(links, 'client')
  const linked = new Set([...idsOf(links, 'invoice').keys(), ...idsOf(links, 'credit_note').keys()])
  const strangers = documents
    .filter((each) => !linked.has(each.id) && !excluded.has(each.id) && !excluded.has(each.clientId))
    .map((each) => each.clientId)
    .filter((each) => !customers.has(each))
  const wanted = connection.pausedAt === null ? await newcomersAmong(trx, connection, strangers) : new Set()
  const newcomers = [...new Set(strangers)].filter((each) => wanted === 'all' || wanted.has(each))
  return {
    operations,
    documents: new Map(documents.map((each) => [each.id, each])),
    known: {
      customers,
      items: idsOf(links, 'service'),
      taxCodes: idsOf(links, 'tax'),
      fallbackItemId: settings.fallbackItemId,
      lineTax: connection.facts.lineTax,
      newcomers: new Set(),
    },
    termsIds: idsOf(links, 'terms'),
    linked,
    excluded,
    paused: connection.pausedAt !== null,
    company: connection.facts,
    payments: await loadPayments(run, trx, operations),
    credits: await loadCredits(run, trx, operations),
    voids: await loadVoids(run, trx, operations, links),
    again: againIn(operations, links),
    newcomers: newcomers.length === 0 ? [] : await books.clients(trx, tenant, newcomers),
  }
}

const KNOWN_BY_DOCUMENT: ReadonlySet<OperationKind> = new Set(['export_invoice', 'export_credit_memo'])

/** What a person asked to be written again, over what stands there; what was deleted there is made anew. */
function againIn(
  operations: readonly StoredOperation[],
  links: readonly Link[],
): Map<string, Standing | 'gone'> {
  const again = operations.filter((each) => each.payload['again'] === true)
  return new Map(
    again.flatMap(({ operationId, entityType, entityId }): [string, Standing | 'gone'][] => {
      const link = links.find((each) => each.entityType === entityType && each.entityId === entityId)
      if (link === undefined) return []
      const isGone = link.differences?.some((each) => each.there === 'deleted') ?? false
      const standing = { externalId: link.externalId, version: link.version ?? '0' }
      return [[operationId, isGone ? 'gone' : standing]]
    }),
  )
}

const idsOf = (links: readonly Link[], entityType: string): Map<string, string> =>
  new Map(
    links.filter((each) => each.entityType === entityType).map((each) => [each.entityId, each.externalId]),
  )
