import type { AccountingAdapter } from './adapter.ts'
import type { Answer } from './answers/answer.ts'
import { answersOf } from './answers/answers.ts'
import { connect, convergeSchedules, disconnect } from './connection/connect.ts'
import { beginConsent, confirmOtherCompany, finishConsent } from './connection/consent.ts'
import { sessionFor } from './connection/session.ts'
import { changeSettings, keepOut, pause, resume, takeBackIn } from './engine/control.ts'
import {
  cancelBatch,
  createBatch,
  deliverBatch,
  previewBatch,
  validateBatch,
} from './engine/batches/batches.ts'
import { refreshCatalogue } from './engine/catalogue.ts'
import { refresh } from './engine/company.ts'
import { runCycle } from './engine/cycle.ts'
import type { Engine, SyncConfig } from './engine/engine.ts'
import { ignore, retryNow } from './engine/exceptions/actions.ts'
import {
  acceptDrift,
  leaveObservation,
  linkExisting,
  recordAnyway,
  reExport,
} from './engine/inbound/decisions.ts'
import { whatDiffers } from './engine/inbound/what-differs.ts'
import { syncJobs } from './engine/jobs.ts'
import { createCustomerNow } from './engine/mapping/create-customer.ts'
import { leaveForFirstExport, takeBackFirstExport } from './engine/mapping/first-export.ts'
import { map, unlink } from './engine/mapping/map.ts'
import { acceptSuggestions } from './engine/mapping/suggestions.ts'
import { createGovernor, type Limits } from './engine/outbound/governor.ts'
import { syncNow } from './engine/sync-now.ts'
import type { SyncHost, Trx } from './host.ts'
import { creditsChanged } from './producers/credits.ts'
import { paymentsChanged, stillThere } from './producers/payments.ts'
import { refusedVoids } from './producers/voids.ts'
import { documentsBehind as behind, type Chip } from './postgres/badges.ts'
import { resolveConnection } from './postgres/connection.ts'
import {
  documentsFinalized,
  documentsReopened,
  documentsVoided,
  queue,
  readiness,
} from './producers/producers.ts'

export type { AccountingAdapter, CompanyFacts, OAuthApp, TokenSet } from './adapter.ts'
export { Refused, type Answer, type Asking, type Happened } from './answers/answer.ts'
export { createCsvAdapter, type FileReader } from './adapters/csv/adapter.ts'
export { fileOf, type FileOfDocuments } from './adapters/csv/file.ts'
export { createQboAdapter } from './adapters/qbo/adapter.ts'
export { environmentsFrom } from './adapters/qbo/environments.ts'
export { backfillTotals, rehearseBackfill } from './backfill/backfill-totals.ts'
export type { HistoryNames } from './backfill/names.ts'
export type { BackfillReport, JudgedRow } from './backfill/report.ts'
export { takeBackfillBack, type TakenBack } from './backfill/take-back.ts'
export type {
  CanonicalDocument,
  CanonicalItem,
  CanonicalLine,
  CanonicalParty,
  CanonicalTax,
  DocumentHead,
} from './core/document.ts'
export { CYCLE_JOB, type Connecting, type OwnApps, type SyncConfig } from './engine/engine.ts'
export { TASK_KINDS } from './engine/exceptions/tasks.ts'
export { RENEW_JOB, type SyncJob } from './engine/jobs.ts'
export type * from './host.ts'
export type * from './host-payments.ts'
export type * from './host-credits.ts'
export { noCredits } from './host-credits.ts'
export { readConnection, type Connection } from './postgres/connection.ts'
export { heldFor } from './postgres/held-for.ts'
export { createTables, dropTables, tables, type Protect, type Right } from './postgres/tables/index.ts'
export { AlreadyExported, type Announced } from './producers/producers.ts'
export type { RefusedVoid } from './producers/voids.ts'

export type AccountingSync = ReturnType<typeof createAccountingSync>

/** The door: everything a host does with the sync, with its own ports put in once. */
export function createAccountingSync(
  host: SyncHost,
  adapters: readonly AccountingAdapter[],
  { limits, ...config }: SyncConfig & { limits?: Limits },
) {
  const known = new Map(adapters.map((each) => [each.type, each]))
  const engine: Engine = {
    host,
    adapterOf(type) {
      const adapter = known.get(type)
      if (adapter === undefined) throw new Error(`There is no accounting adapter called ${type}.`)
      return adapter
    },
    config,
    governor: createGovernor(host.clock, limits),
  }
  /** What people and programs may ask, for the host to mount. */
  const answers: readonly Answer[] = answersOf(engine)
  return {
    engine,
    answers,
    jobs: syncJobs(engine),
    ...whoConnects(engine),
    ...whoWatches(engine),
    ...whoBills(host),
    refusedVoids: refusedVoids.bind(null, engine),
  }
}

/** For those who connect a company and keep the connection. */
const whoConnects = (engine: Engine) => ({
  beginConsent: beginConsent.bind(null, engine),
  finishConsent: finishConsent.bind(null, engine),
  confirmOtherCompany: confirmOtherCompany.bind(null, engine),
  /** For systems without consent, such as one that takes files. */
  connect: connect.bind(null, engine),
  disconnect: disconnect.bind(null, engine),
  /** For reading from the company outside of a cycle, such as its catalogue. */
  sessionFor: sessionFor.bind(null, engine),
  convergeSchedules: convergeSchedules.bind(null, engine),
  refreshCatalogue: refreshCatalogue.bind(null, engine),
  refresh: refresh.bind(null, engine.host),
})

/** For those who watch over it: running, stopping, mending. */
const whoWatches = (engine: Engine) => ({
  runCycle: runCycle.bind(null, engine),
  syncNow: syncNow.bind(null, engine),
  pause: pause.bind(null, engine.host),
  resume: resume.bind(null, engine.host),
  changeSettings: changeSettings.bind(null, engine.host),
  keepOut: keepOut.bind(null, engine.host),
  takeBackIn: takeBackIn.bind(null, engine.host),
  map: map.bind(null, engine.host),
  unlink: unlink.bind(null, engine.host),
  leaveForFirstExport: leaveForFirstExport.bind(null, engine.host),
  takeBackFirstExport: takeBackFirstExport.bind(null, engine.host),
  createCustomerNow: createCustomerNow.bind(null, engine),
  acceptSuggestions: acceptSuggestions.bind(null, engine.host),
  retryNow: retryNow.bind(null, engine.host),
  ignore: ignore.bind(null, engine.host),
  previewBatch: previewBatch.bind(null, engine.host),
  createBatch: createBatch.bind(null, engine.host),
  validateBatch: validateBatch.bind(null, engine.host),
  deliverBatch: deliverBatch.bind(null, engine.host),
  cancelBatch: cancelBatch.bind(null, engine.host),
  linkExisting: linkExisting.bind(null, engine.host),
  recordAnyway: recordAnyway.bind(null, engine.host),
  leaveObservation: leaveObservation.bind(null, engine.host),
  acceptDrift: acceptDrift.bind(null, engine.host),
  reExport: reExport.bind(null, engine.host),
  whatDiffers,
})

/** Ids of the documents behind a chip, as a subquery for the host's own list; null when no company is connected. */
async function documentsBehind(trx: Trx, tenant: string, chip: Chip) {
  const connection = await resolveConnection(trx, tenant)
  return connection === null ? null : behind(tenant, connection, chip)
}

/** For whoever makes documents: called inside the transaction in which it happened. */
const whoBills = (host: SyncHost) => ({
  documentsFinalized: documentsFinalized.bind(null, host),
  documentsVoided: documentsVoided.bind(null, host),
  documentsReopened: documentsReopened.bind(null, host),
  paymentsChanged: paymentsChanged.bind(null, host),
  creditsChanged: creditsChanged.bind(null, host),
  stillThere,
  queue: queue.bind(null, host),
  readiness,
  documentsBehind,
})
