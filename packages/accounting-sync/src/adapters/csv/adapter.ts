import type {
  AccountingAdapter,
  CatalogueEntry,
  CatalogueKind,
  CompanyFacts,
  Found,
  FrozenWrite,
  Outcome,
} from '../../adapter.ts'
import type { CanonicalParty } from '../../core/document.ts'
import { rowsIn } from './file.ts'
import { prepare } from './prepare.ts'

/**
 * What a host keeps about the company that takes its files: nobody over there can be asked. The names to map
 * to are those that the reader of the file knows.
 */
export interface FileReader {
  facts(realm: string): Promise<CompanyFacts>
  catalogue(realm: string, kind: CatalogueKind): Promise<CatalogueEntry[]>
  /** Which of these, by their markers, were in a file that left for that company. */
  delivered(realm: string, markers: readonly string[]): Promise<ReadonlySet<string>>
}

/**
 * Documents leave in files. Handing over cannot fail or get lost: what is frozen is the file, `fileOf` writes
 * it as often as somebody asks for it, and so the same write under whatever request id is the same document.
 */
export const createCsvAdapter = (reader: FileReader): AccountingAdapter => ({
  type: 'csv',
  capabilities: {
    supportsChangePolling: false,
    supportsPaymentRecording: false,
    supportsCreditApplication: false,
    frameSize: 500,
    deliversFiles: true,
  },
  companyFacts: ({ realm }) => reader.facts(realm),
  catalogue: ({ realm }, kind) => reader.catalogue(realm, kind),
  async createCustomer({ signal }, party) {
    signal.throwIfAborted()
    return { kind: 'written', object: asCustomer(party), trace: null }
  },
  async deliver({ signal }, { writes }) {
    signal.throwIfAborted()
    return writes.map(outcomeOf)
  },
  async find({ realm }, writes) {
    const markers = writes.map((each) => each.marker)
    const known = markers.length === 0 ? new Set<string>() : await reader.delivered(realm, markers)
    return writes.map((each) => (known.has(each.marker) ? asDelivered(each) : null))
  },
  prepare,
  deepLink: () => null,
})

/** A file that left is not called back: whatever undoes a document is a document of its own. */
function outcomeOf(write: FrozenWrite): Outcome {
  const refused = (code: 'unsupported_operation' | 'malformed_request', detail: string): Outcome => ({
    kind: 'refused',
    code,
    detail,
    trace: null,
  })
  if (write.action !== 'create') {
    return refused('unsupported_operation', `A file cannot ${write.action} what left before.`)
  }
  if (rowsIn(write.body) === undefined) return refused('malformed_request', 'These are no rows of a file.')
  return { kind: 'written', object: asDelivered(write), trace: null }
}

/** Nothing over there changes it, so it is what was meant. */
const asDelivered = ({ intent, marker }: FrozenWrite): Found => ({
  ...intent,
  externalId: marker,
  version: '1',
  balanceMinor: null,
  marker,
  voided: false,
})

/** In a file a customer is known by what our books call it. */
const asCustomer = ({ id, currency }: CanonicalParty): Found => ({
  externalId: id,
  version: '1',
  number: null,
  totalMinor: 0,
  balanceMinor: null,
  taxMinor: null,
  currency,
  issueDate: '',
  customerId: id,
  lineNetsMinor: [],
  marker: null,
  voided: false,
})
