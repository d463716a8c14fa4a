import type { CompanyFacts } from '../../adapter.ts'
import type { CanonicalDocument } from '../../core/document.ts'
import { missingLinks, taxedApart, type Missing } from '../../core/missing.ts'
import { namedBy } from '../../core/references.ts'
import type { SyncHost, Trx } from '../../host.ts'
import { readEntries } from '../../postgres/catalogue.ts'
import { openForDocuments } from '../../postgres/causes.ts'
import type { Connection } from '../../postgres/connection.ts'
import { excludedAmong } from '../../postgres/exclusions.ts'
import { loadLinks } from '../../postgres/links.ts'
import type { StoredOperation } from '../../postgres/operation.ts'
import { newcomersAmong } from '../mapping/first-export.ts'
import { readSettings } from '../settings.ts'

/** What would become of a document if it were delivered now. */
export type Prospect =
  | 'ready'
  | 'missing'
  | 'closed_period'
  | 'excluded'
  | 'already_there'
  | 'queued'
  /** Its customer, or the whole company, keeps another: it would be refused. */
  | 'other_currency'
  /** Its lines bear taxes that cannot stand on one document there: it would be refused. */
  | 'taxes_apart'

export interface JudgedDocument {
  id: string
  kind: CanonicalDocument['kind']
  number: string
  issueDate: string
  clientId: string
  clientName: string
  amountMinor: number
  currency: string
  state: Prospect
  /** What has no counterpart yet, by name. */
  missing: MissingLink[]
}

export interface MissingLink {
  what: Missing['what']
  /** Null: lines without a service. */
  entityId: string | null
  name: string
}

export interface Judgement {
  documents: JudgedDocument[]
  totals: { state: Prospect; currency: string; documents: number; amountMinor: number }[]
}

interface Facts {
  linked: ReadonlySet<string>
  open: ReadonlyMap<string, StoredOperation>
  excluded: ReadonlySet<string>
  company: CompanyFacts
  /** Of customers over there, as far as they were read, by their ids. */
  currencies: ReadonlyMap<string, string | null>
  known: Parameters<typeof missingLinks>[1]
  services: ReadonlyMap<string, string>
}

/** Each document by itself, in the order given, in a fixed number of statements. */
export async function judge(
  host: SyncHost,
  trx: Trx,
  connection: Connection,
  documents: readonly CanonicalDocument[],
): Promise<Judgement> {
  if (documents.length === 0) return { documents: [], totals: [] }
  const facts = await factsFor(host, trx, connection, documents)
  const judged = documents.map((each) => prospectOf(each, facts))
  return { documents: judged, totals: totalsOf(judged) }
}

async function factsFor(
  { books }: SyncHost,
  trx: Trx,
  connection: Connection,
  documents: readonly CanonicalDocument[],
): Promise<Facts> {
  const { tenant, facts } = connection
  const documentIds = documents.map((each) => each.id)
  const themselves = documents.map(({ id, kind }) => ({
    entityType: kind === 'invoice' ? 'invoice' : 'credit_note',
    entityId: id,
  }))
  const links = await loadLinks(trx, tenant, connection, [...themselves, ...namedBy(documents)])
  const idsOf = (...types: string[]) =>
    new Map(
      links.filter((each) => types.includes(each.entityType)).map((each) => [each.entityId, each.externalId]),
    )
  const clientIds = [...new Set(documents.map((each) => each.clientId))]
  const exclusions = await excludedAmong(trx, tenant, { clientIds, documentIds })
  const open = await openForDocuments(trx, tenant, connection, documentIds)
  const settings = readSettings(connection.settings)
  const customers = idsOf('client')
  const entries = await readEntries(trx, tenant, connection, 'customer', [...customers.values()])
  return {
    linked: new Set(idsOf('invoice', 'credit_note').keys()),
    open: new Map(open.map((each) => [each.entityId, each])),
    excluded: new Set(exclusions.map((each) => each.entityId)),
    company: facts,
    currencies: new Map(entries.map((each) => [each.id, each.currency])),
    known: {
      customers,
      items: idsOf('service'),
      taxCodes: idsOf('tax'),
      fallbackItemId: settings.fallbackItemId,
      lineTax: facts.lineTax,
      newcomers: await newcomersAmong(trx, connection, clientIds),
    },
    services: new Map((await books.services(trx, tenant)).map((each) => [each.id, each.name])),
  }
}

function prospectOf(document: CanonicalDocument, facts: Facts): JudgedDocument {
  const { id, kind, number, issueDate, clientId, clientName, totalMinor, currency } = document
  const missing = missingLinks(document, facts.known).map((each) => named(each, document, facts))
  const state = stateOf(document, missing.length > 0, facts)
  const shown = { id, kind, number, issueDate, clientId, clientName, amountMinor: totalMinor, currency }
  return { ...shown, state, missing: state === 'missing' ? missing : [] }
}

function stateOf(document: CanonicalDocument, lacks: boolean, facts: Facts): Prospect {
  const { id, clientId, issueDate } = document
  if (facts.linked.has(id)) return 'already_there'
  // What failed is no longer queued: delivered again, it is tried again.
  const open = facts.open.get(id)
  if (open !== undefined && open.status !== 'failed') return 'queued'
  if (facts.excluded.has(id) || facts.excluded.has(clientId)) return 'excluded'
  if (isOfAnotherCurrency(document, facts)) return 'other_currency'
  if (taxedApart(document, facts.known) !== null) return 'taxes_apart'
  if (lacks) return 'missing'
  const closed = facts.company.booksClosedThrough
  return closed !== null && issueDate <= closed ? 'closed_period' : 'ready'
}

/** A customer over there has one currency for good, and a company that knows but one has it for all. */
function isOfAnotherCurrency({ currency, clientId }: CanonicalDocument, facts: Facts): boolean {
  const { multiCurrency, homeCurrency } = facts.company
  if (!multiCurrency) return currency !== homeCurrency
  const kept = facts.currencies.get(facts.known.customers.get(clientId) ?? '') ?? null
  return kept !== null && kept !== currency
}

function named(missing: Missing, document: CanonicalDocument, { services }: Facts): MissingLink {
  if (missing.what === 'customer') {
    return { what: 'customer', entityId: missing.clientId, name: document.clientName }
  }
  const line = document.lines.find((each) => each.id === missing.lineId)
  if (missing.what === 'tax_code') {
    const names = line?.taxes.map((each) => each.name) ?? []
    const name = names.toSorted().join(' + ')
    return { what: 'tax_code', entityId: missing.key, name }
  }
  const { serviceId } = missing
  const service = serviceId === null ? undefined : services.get(serviceId)
  return { what: 'item', entityId: serviceId, name: service ?? line?.description ?? '' }
}

function totalsOf(documents: readonly JudgedDocument[]): Judgement['totals'] {
  const totals = new Map<string, Judgement['totals'][number]>()
  for (const { state, currency, amountMinor } of documents) {
    const key = `${state} ${currency}`
    const total = totals.get(key) ?? { state, currency, documents: 0, amountMinor: 0 }
    totals.set(key, {
      ...total,
      documents: total.documents + 1,
      amountMinor: total.amountMinor + amountMinor,
    })
  }
  return [...totals.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, total]) => total)
}
