import type { AdapterOAuth, OAuthApp, TokenSet } from './adapter-oauth.ts'
import type { ChangeKind, Changes, DocumentKind, LinkedKind, Looked } from './changes.ts'
import type { PaymentChange, UnreadableChange } from './changes.ts'
import type { CanonicalDocument, CanonicalItem, CanonicalParty } from './core/document.ts'
import type { ErrorCode } from './core/errors.ts'
import type { CanonicalApplication } from './core/application.ts'
import type { CanonicalPayment } from './core/payment.ts'

/**
 * What an accounting system gives. The engine speaks these words alone; how a system spells them is the
 * adapter's business. Every method may be called again after its answer was lost: the adapter passes on
 * the request ids it is given and never invents its own.
 */
export interface AccountingAdapter {
  type: string
  capabilities: Capabilities
  /** How the system takes part in a connection; absent when there is nothing to consent to. */
  oauth?: AdapterOAuth
  /** Facts about the connected company that decide how documents are written. */
  companyFacts(session: Session): Promise<CompanyFacts>
  /** What there is to map to. Reads everything, page by page. */
  catalogue(session: Session, kind: CatalogueKind): Promise<CatalogueEntry[]>
  /** Creates a customer and answers it; an equal name is answered as `duplicate_name`. */
  createCustomer(session: Session, party: CanonicalParty, requestId: string): Promise<Outcome>
  /**
   * Writes of one frame, in order. One answer for each write, in the order given; never throws for what
   * the service says about a single write, only `TransportFailure` when nothing is known of the whole.
   */
  deliver(session: Session, frame: OutgoingFrame): Promise<Outcome[]>
  /** The same documents found by their natural keys: for writes whose outcome is unknown. */
  find(session: Session, writes: readonly FrozenWrite[]): Promise<(Found | null)[]>
  /**
   * The bytes that will be sent for a document; pure, so that it can be frozen and rehearsed. They carry
   * `markerOf(document.id)`, by which `find` tells it from others like it.
   */
  prepare(document: CanonicalDocument, references: References, facts: CompanyFacts): Prepared
  /** A payment of ours; only where `supportsPaymentRecording`. Pure, and marked as documents are. */
  preparePayment?(payment: CanonicalPayment, references: PaymentReferences): Prepared
  /** Credit of ours on an invoice of ours; only where `supportsCreditApplication`. Pure, and marked as documents are. */
  prepareApplication?(application: CanonicalApplication, references: ApplicationReferences): Prepared
  /**
   * What takes one of these off: the payment that it stands on is deleted, or written without it where that says
   * more. `left` is what it says then. Pure.
   */
  takeOff?(standing: Standing, was: Intent, left: Intent | null): TakenOff
  /** The same, to be written over what stands there; pure. */
  over?(prepared: Prepared, standing: Standing): Prepared
  /** What is sent to make it void; pure. */
  voidBody?(standing: Standing): string
  /** The same for a document: refused as `paid_there` while something settles it; what is gone counts as written. */
  voidDocument?(kind: DocumentKind, standing: Standing): Pick<FrozenWrite, 'action' | 'body'>
  /** What changed from a moment on; only where `supportsChangePolling`. A row that is odd is answered as such. */
  fetchChanges?(session: Session, since: string, kinds: readonly ChangeKind[]): Promise<Changes>
  /** One of them as it stands now, in the words in which changes come; only where `supportsChangePolling`. */
  look?(session: Session, kind: Looked['kind'], externalId: string): Promise<Looked | UnreadableChange>
  /** Which payments settle a document; only where it can be looked at. */
  settling?(session: Session, kind: DocumentKind, externalId: string): Promise<PaymentChange[]>
  /** Which of these are gone for good: for deletions that a cut-off answer hid. */
  missing?(session: Session, kind: LinkedKind, ids: readonly string[]): Promise<string[]>
  /** Where a person sees it, in that company. */
  deepLink(environment: string, realm: string, kind: string, externalId: string): string | null
}

export interface Capabilities {
  supportsChangePolling: boolean
  supportsPaymentRecording: boolean
  supportsCreditApplication: boolean
  /** Most writes in one frame. */
  frameSize: number
  /** A file leaves instead of calls: nothing is awaited, nothing verified. */
  deliversFiles: boolean
}

/** One company, with a token that is good now. */
export interface Session {
  realm: string
  environment: string
  /** `refused`: the service did not take that one, so another is fetched, once for all who ask. */
  accessToken(refused?: string): Promise<string>
  signal: AbortSignal
  /** For reads of several calls: comes back when the company may be asked the next one. */
  turn?(): Promise<void>
}

export interface CompanyFacts {
  name: string
  country: string
  homeCurrency: string
  multiCurrency: boolean
  /** The service numbers documents itself: ours cannot be kept as theirs. */
  numbersItself: boolean
  automatedSalesTax: boolean
  usesSalesTax: boolean
  lineTax: LineTax
  autoAppliesCredits: boolean
  classPerLine: boolean
  classPerDocument: boolean
  departments: boolean
  /** Changes dated on or before it are refused. */
  booksClosedThrough: string | null
  /** What the company's tax codes are made of, so that tax can be told rate by rate; none where a line has no code. */
  taxCodes?: readonly TaxCodeFacts[]
  /** The service's own clock when it said so: from there changes are asked for. */
  askedAt?: string | null
}

/**
 * What a document says of its tax: each line by which code; each line just whether, and the tax in total is
 * kept to (`flag`); the same, but the company reckons it anew, by one group of rates that is named for the whole
 * document (`group`); or nothing, where the company charges none.
 */
export type LineTax = 'flag' | 'group' | 'code' | 'none'

export interface TaxCodeFacts {
  id: string
  rates: readonly { id: string; ratePpm: number }[]
}

export type CatalogueKind = 'customer' | 'item' | 'tax_code' | 'terms' | 'account'

export interface CatalogueEntry {
  id: string
  name: string
  detail: string | null
  email: string | null
  currency: string | null
  active: boolean
  /** Unequal entries of a kind that may not take each other's place, such as accounts by type. */
  group: string | null
}

/** Ids over there for everything that a document names. */
export interface References {
  customerId: string
  itemIds: ReadonlyMap<string, string>
  /** Where lines without a service go. */
  fallbackItemId: string | null
  /** By the combination of our rates on a line, as `taxKey` writes it. */
  taxCodeIds: ReadonlyMap<string, string>
  termsId: string | null
}

/** Ids over there for everything that a payment names. */
export interface PaymentReferences {
  customerId: string
  documentIds: ReadonlyMap<string, string>
  /** Where the money arrives; none: where the service puts it. */
  depositAccountId: string | null
}

/** Ids over there for everything that an application of credit names. */
export interface ApplicationReferences {
  customerId: string
  memoId: string
  invoiceId: string
}

export interface TakenOff extends Prepared {
  action: 'delete' | 'update'
}

/** Something of ours as it stands over there. */
export interface Standing {
  externalId: string
  version: string
}

export interface Prepared {
  /** Exactly what is sent. */
  body: string
  /** What the answer has to agree with. */
  intent: Intent
}

/** What we mean a document to be over there, to the cent. */
export interface Intent {
  number: string | null
  totalMinor: number
  taxMinor: number
  currency: string
  issueDate: string
  customerId: string
  lineNetsMinor: readonly number[]
  /** Of a payment: which of theirs each line settles. */
  settles?: readonly string[]
  /** Of a payment: of what kind those are, where they are not all invoices. */
  settlesKinds?: readonly SettledKind[]
}

export type SettledKind = 'invoice' | 'credit_memo' | 'journal' | 'other'

export interface FrozenWrite {
  operationId: string
  /** `invoice`, `credit_memo`, `customer`… in the words of the engine. */
  kind: string
  action: 'create' | 'update' | 'void' | 'delete'
  body: string
  intent: Intent
  /** Written into the document, so that it can be told from others like it. */
  marker: string
  /** Which part of an object over there becomes ours; left out: all of it. */
  part?: string
  /**
   * Takes our part off a payment that may be another's: looked for by its id, and written only while it still says
   * what both agreed on.
   */
  takesOff?: { externalId: string; was: Intent }
  /** Of what is voided, and of a payment that is changed: which of theirs. */
  externalId?: string
  /** Of a payment that is changed: what both agreed on. It is written over only while it still says that. */
  was?: Intent
  /** What of a payment settles documents here that are not over there; left out of a first one without any. */
  rest?: readonly Rest[]
}

/** A part of a payment that stands over there as credit, since the document that it settles here stayed here. */
export interface Rest {
  documentId: string
  number: string
  amountMinor: number
}

export interface OutgoingFrame {
  frameId: string
  /** The same on every attempt to send the same frame. */
  requestId: string
  writes: readonly FrozenWrite[]
}

/** What the service said about one write. */
export type Outcome =
  | { kind: 'written'; object: Found; trace: string | null }
  | {
      kind: 'refused'
      code: ErrorCode
      detail: string
      trace: string | null
      /** What it is about, where that is another amount than the write's own. */
      amountMinor?: number
      /** Of what that is a part, as it stands there. */
      ofMinor?: number
    }
  /** Nobody knows whether it happened. */
  | { kind: 'unknown'; detail: string; trace: string | null }

/** An object over there, as far as the engine compares it. */
export interface Found {
  externalId: string
  version: string
  number: string | null
  totalMinor: number
  balanceMinor: number | null
  taxMinor: number | null
  currency: string
  issueDate: string
  customerId: string
  lineNetsMinor: readonly number[]
  /** Of a payment: which of theirs each line settles. */
  settles?: readonly string[]
  marker: string | null
  /** Void, or there no more. */
  voided: boolean
}

/** What `prepare` throws of a document that cannot be said to this company: why, in a code that has a sentence. */
export class CannotBeSaid extends Error {
  override readonly name = 'CannotBeSaid'
  readonly code: ErrorCode

  constructor(code: ErrorCode, message: string) {
    super(message)
    this.code = code
  }
}

/** The whole call failed: what was not reached, what may have been done, and when to come back. */
export class TransportFailure extends Error {
  override readonly name = 'TransportFailure'
  readonly reason: 'throttled' | 'down' | 'unauthorized' | 'unknown_outcome'
  readonly retryAfterSeconds: number | null
  readonly trace: string | null
  /** What the service named as the cause, where it named one. */
  readonly code: ErrorCode | null

  constructor(
    reason: TransportFailure['reason'],
    message: string,
    more: { retryAfterSeconds?: number | null; trace?: string | null; code?: ErrorCode | null } = {},
  ) {
    super(message)
    this.reason = reason
    this.code = more.code ?? null
    this.retryAfterSeconds = more.retryAfterSeconds ?? null
    this.trace = more.trace ?? null
  }
}

export type { AdapterOAuth, OAuthApp, TokenSet }
export type { CanonicalDocument, CanonicalItem, CanonicalParty }
